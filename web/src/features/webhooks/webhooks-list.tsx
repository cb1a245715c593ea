import type { ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { useResource } from "../../use-resource.ts";
import { listWebhooks } from "./actions.ts";
import { CreateDialog } from "./create-dialog.tsx";
import { WebhookMenu } from "./webhook-menu.tsx";
import { WebhookState } from "./webhook-state.tsx";
import styles from "./webhooks.module.css";

export function WebhooksList() {
  const { id } = useAccount();
  const api = useApi();
  const webhooks = useResource(`webhooks ${id}`, () => listWebhooks(api, id));
  const [isAdding, setAdding] = useState(false);
  const reload = webhooks.state === "loading" ? () => {} : webhooks.reload;
  const add = (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      lead="Handset calls your URL when a text arrives and when the status of one changes."
      actions={add}
    >
      {webhooks.state === "loading" && <Skeleton rows={3} />}
      {webhooks.state === "error" && (
        <ApiFailure error={webhooks.error} onRetry={webhooks.reload} />
      )}
      {webhooks.state === "ready" && webhooks.value.data.length === 0 && (
        <Card>
          <Empty icon={<Webhook />} title="No webhook yet" action={add}>
            Add the URL of your own program, or of Zapier, Make or n8n.
          </Empty>
        </Card>
      )}
      {webhooks.state === "ready" && webhooks.value.data.length > 0 && (
        <Card isFlush>
          <Table
            caption="Webhooks"
            columns={columns(id, reload)}
            rows={webhooks.value.data}
            rowKey={(webhook) => webhook.id}
          />
        </Card>
      )}
      {isAdding && <CreateDialog onCreated={reload} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function columns(accountId: string, reload: () => void): Column<ApiWebhook>[] {
  return [
    {
      key: "url",
      title: "URL",
      isWide: true,
      isHeadline: true,
      render: (webhook) => (
        <span className={styles.target}>
          <Link to={to.webhook(accountId, webhook.id)}>{webhook.url}</Link>
          {webhook.description && <span className={styles.quiet}>{webhook.description}</span>}
        </span>
      ),
    },
    {
      key: "events",
      title: "Events",
      render: (webhook) => (
        <span title={webhook.events.join(", ")}>
          <Badge>
            {webhook.events.length === 1 ? webhook.events[0] : `${webhook.events.length} events`}
          </Badge>
        </span>
      ),
    },
    { key: "status", title: "Status", render: (webhook) => <WebhookState webhook={webhook} /> },
    {
      key: "actions",
      title: <span className="visually-hidden">Actions</span>,
      align: "end",
      isMenu: true,
      render: (webhook) => <WebhookMenu webhook={webhook} onChanged={reload} />,
    },
  ];
}
