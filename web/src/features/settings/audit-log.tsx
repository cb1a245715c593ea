import { AuditEntry } from "@handset/functions/schema/audit.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useMemo } from "react";
import { useAccount } from "../../account.tsx";
import { DatabaseFailure, ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { ShortId } from "../../ui/short-id.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import { useHistory } from "../../use-history.ts";
import styles from "./audit-log.module.css";
import { wordAction } from "./audit-wording.ts";
import { useAuditNames } from "./use-audit-names.ts";

const PAGE = 20;

/** Who changed what. */
export function AuditLog() {
  const { id } = useAccount();
  const { loadable, docs, hasOlder, older } = useHistory({
    path: paths.audit(id),
    schema: AuditEntry,
    orderBy: [["createdAt", "desc"]],
    limit: PAGE,
  });
  const entries = useMemo(() => docs.map(({ data }) => data), [docs]);
  const names = useAuditNames(entries);
  return (
    <Card title="Audit log" isFlush>
      {loadable.state === "loading" && <Skeleton rows={4} height={30} />}
      {loadable.state === "error" && (
        <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />
      )}
      {loadable.state === "ready" && docs.length === 0 && (
        <p className={styles.empty}>
          Nothing yet. Keys, phones, team and settings leave a line here.
        </p>
      )}
      {docs.length > 0 && (
        <Table
          caption="Changes"
          rows={docs}
          rowKey={(entry) => entry.id}
          isTerse
          columns={[
            {
              key: "what",
              title: "What",
              isWide: true,
              isHeadline: true,
              render: ({ data }) => <What entry={data} names={names} />,
            },
            { key: "who", title: "Who", render: ({ data }) => <Who entry={data} names={names} /> },
            {
              key: "when",
              title: "When",
              align: "end",
              render: ({ data }) => (
                <time dateTime={data.createdAt.toISOString()} title={formatFull(data.createdAt)}>
                  {formatMoment(data.createdAt)}
                </time>
              ),
            },
          ]}
        />
      )}
      <ProblemNotice error={older.error} />
      {hasOlder && (
        <div className={styles.more}>
          <Button look="ghost" isBusy={older.isBusy} onClick={() => void older.run()}>
            Show older
          </Button>
        </div>
      )}
    </Card>
  );
}

interface Props {
  entry: AuditEntry;
  names: ReadonlyMap<string, string>;
}

function What({ entry, names }: Props) {
  const { account } = useAccount();
  const { what, more, isOfAccount } = wordAction(entry.action, entry.details, account.currency);
  return (
    <span className={styles.what}>
      <span>
        {what} {!isOfAccount && <Named id={entry.target} names={names} />}
      </span>
      {more && <span className={styles.detail}>{more}</span>}
    </span>
  );
}

function Who({ entry: { actor }, names }: Props) {
  switch (actor.type) {
    case "system":
      return "Handset";
    case "operator":
      return <span title="Who runs this server">{actor.id} (operator)</span>;
    case "api_key":
      return (
        <span>
          Key <Named id={actor.id} names={names} />
        </span>
      );
    case "device":
      return (
        <span>
          Phone <Named id={actor.id} names={names} />
        </span>
      );
    case "user":
      return <Named id={actor.id} names={names} />;
  }
}

function Named({ id, names }: { id: string; names: ReadonlyMap<string, string> }) {
  const name = names.get(id);
  // An invitation is about an address, which is its own name.
  if (name || id.includes("@")) return <strong className={styles.name}>{name ?? id}</strong>;
  return <ShortId id={id} />;
}
