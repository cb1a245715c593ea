import { AuditEntry } from "@handset/functions/schema/audit.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { longer } from "../../database.ts";
import { memberName, useMembers } from "../../members.tsx";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import { useCollection } from "../../use-database.ts";
import styles from "./audit-log.module.css";

const PAGE = 20;

/** Who changed what. */
export function AuditLog() {
  const { id } = useAccount();
  const { list } = useMembers();
  const [limit, setLimit] = useState(PAGE);
  const loadable = useCollection({
    path: paths.audit(id),
    schema: AuditEntry,
    orderBy: [["createdAt", "desc"]],
    limit,
  });
  const nameOf = ({ actor }: AuditEntry) => {
    if (actor.type === "system") return "Handset";
    if (actor.type === "api_key") return "An API key";
    if (actor.type === "device") return "A phone";
    if (actor.type === "operator") return actor.id;
    const member = list.find((candidate) => candidate.uid === actor.id);
    return member ? memberName(member) : "Somebody who left";
  };
  return (
    <Card title="Who changed what" isFlush>
      {loadable.state === "loading" && <Skeleton rows={4} height={30} />}
      {loadable.state === "error" && (
        <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />
      )}
      {loadable.state === "ready" && loadable.value.docs.length === 0 && (
        <p className={styles.empty}>
          Nothing yet. Keys, phones, team and settings leave a line here.
        </p>
      )}
      {loadable.state === "ready" && loadable.value.docs.length > 0 && (
        <Table
          caption="Changes"
          rows={loadable.value.docs}
          rowKey={(entry) => entry.id}
          columns={[
            {
              key: "what",
              title: "What",
              isWide: true,
              isHeadline: true,
              render: ({ data }) => (
                <>
                  {sentence(data.action)} <span className={styles.target}>{data.target}</span>
                </>
              ),
            },
            { key: "who", title: "Who", render: ({ data }) => nameOf(data) },
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
      {loadable.state === "ready" && loadable.value.isCut && (
        <div className={styles.more}>
          <Button look="ghost" onClick={() => setLimit(longer(limit))}>
            Show older
          </Button>
        </div>
      )}
    </Card>
  );
}

/** `member.invited` → “Member invited”. */
function sentence(action: string): string {
  const words = action.replace(/[._]/gu, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
