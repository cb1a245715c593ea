import type { ApiApiKey } from "@handset/functions/schema/api/account.ts";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { formatMoney } from "../../sms/money.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { formatDate } from "../../ui/time.ts";
import { useResource } from "../../use-resource.ts";
import { listApiKeys } from "./actions.ts";
import styles from "./api-keys-list.module.css";
import { IssueDialog } from "./issue-dialog.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { SCOPE_MEANINGS } from "./scopes.ts";

export function ApiKeysList() {
  const { id, account } = useAccount();
  const api = useApi();
  const keys = useResource(`api keys ${id}`, () => listApiKeys(api, id));
  const [isIssuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<ApiApiKey | null>(null);
  const reload = keys.state === "loading" ? () => {} : keys.reload;
  const issue = (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setIssuing(true)}>
      New key
    </Button>
  );
  return (
    <Page title="API keys" lead="Your programs authenticate with them." actions={issue}>
      {keys.state === "loading" && <Skeleton rows={4} />}
      {keys.state === "error" && <ApiFailure error={keys.error} onRetry={keys.reload} />}
      {keys.state === "ready" &&
        (keys.value.data.length > 0 ? (
          <Card isFlush>
            <Table
              caption="API keys"
              columns={columns(account.currency, setRevoking)}
              rows={keys.value.data}
              rowKey={(key) => key.id}
            />
          </Card>
        ) : (
          <Card>
            <Empty icon={<KeyRound />} title="No key yet" action={issue}>
              Give each program a key of its own: then one can be revoked without touching the rest.
            </Empty>
          </Card>
        ))}
      {isIssuing && <IssueDialog onIssued={reload} onClose={() => setIssuing(false)} />}
      {revoking && (
        <RevokeDialog apiKey={revoking} onRevoked={reload} onClose={() => setRevoking(null)} />
      )}
    </Page>
  );
}

function columns(currency: string, onRevoke: (key: ApiApiKey) => void): Column<ApiApiKey>[] {
  return [
    {
      key: "name",
      title: "Name",
      isHeadline: true,
      render: (key) => (
        <span className={styles.name}>
          <strong>{key.name}</strong>
          <code className={styles.prefix}>{key.prefix}…</code>
          {key.spend_per_day_max !== null && (
            <span className={styles.prefix}>
              {formatMoney(key.spend_per_day_max, currency)} a day at most
            </span>
          )}
        </span>
      ),
    },
    {
      key: "scopes",
      title: "Scopes",
      isWide: true,
      isTall: true,
      render: (key) => (
        <span className={styles.scopes}>
          {key.scopes.map((scope) => (
            <Badge key={scope}>{SCOPE_MEANINGS[scope].name}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: "expires",
      title: "Expires",
      render: (key) => <Until apiKey={key} />,
    },
    {
      key: "actions",
      title: <span className="visually-hidden">Actions</span>,
      align: "end",
      isMenu: true,
      render: (key) =>
        key.revoked_at === null && (
          <Button look="ghost" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
            Revoke
          </Button>
        ),
    },
  ];
}

function Until({ apiKey }: { apiKey: ApiApiKey }) {
  if (apiKey.revoked_at) return <Badge tone="bad">Revoked</Badge>;
  if (!apiKey.expires_at) return <span className={styles.quiet}>Never</span>;
  const at = new Date(apiKey.expires_at);
  if (at.getTime() < Date.now()) return <Badge tone="warn">Expired</Badge>;
  return <span className={styles.date}>{formatDate(at)}</span>;
}
