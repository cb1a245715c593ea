import type { Message } from "@handset/functions/schema/message.ts";
import { ListTree } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { useAccount } from "../../account.tsx";
import { type CollectionQuery, type Doc, LIMIT_MAX, longer } from "../../database.ts";
import { to } from "../../paths.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { FirstStep } from "../../sms/first-step.tsx";
import { NumberText } from "../../sms/number-text.tsx";
import { StatusBadge } from "../../sms/status.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import { useCollection } from "../../use-database.ts";
import styles from "./message-log.module.css";

const PAGE = 50;

interface Props {
  query: CollectionQuery<typeof Message>;
  isFiltered: boolean;
}

export function MessageLog({ query, isFiltered }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const loadable = useCollection({ ...query, limit });
  const [held, setHeld] = useState(loadable);
  // While a longer list is read, the shorter one stays.
  if (loadable.state !== "loading" && loadable !== held) setHeld(loadable);
  const shown = loadable.state === "loading" && limit > PAGE ? held : loadable;
  if (shown.state === "loading") return <Skeleton rows={10} height={38} />;
  if (shown.state === "error") {
    return <DatabaseFailure error={shown.error} onRetry={shown.retry} />;
  }
  const { docs, unreadable, isCut } = shown.value;
  if (docs.length === 0 && unreadable.length === 0) {
    return (
      <Card>
        <Empty
          icon={<ListTree />}
          title={isFiltered ? "No message matches" : "No messages yet"}
          action={!isFiltered && <FirstStep />}
        >
          {isFiltered
            ? "Try fewer filters or other days."
            : "Every text that is sent or received is listed here, with its status."}
        </Empty>
      </Card>
    );
  }
  return (
    <>
      {unreadable.length > 0 && (
        <Notice tone="bad">
          {unreadable.length} stored here could not be read. Reload the page.
        </Notice>
      )}
      <Card isFlush>
        <LogTable messages={docs} />
      </Card>
      {isCut && limit >= LIMIT_MAX && (
        <p className={styles.end}>Choose days above to see what is older.</p>
      )}
      {isCut && limit < LIMIT_MAX && (
        <div className={styles.more}>
          <Button isBusy={shown !== loadable} onClick={() => setLimit(longer(limit))}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

function LogTable({ messages }: { messages: readonly Doc<Message>[] }) {
  const { id } = useAccount();
  const { search } = useLocation();
  const devices = useDevices();
  const columns: Column<Doc<Message>>[] = [
    {
      key: "text",
      title: "Text",
      isWide: true,
      isHeadline: true,
      render: ({ id: messageId, data }) => (
        <Link
          className={styles.text}
          to={{ pathname: to.message(id, messageId), search }}
          preventScrollReset
        >
          {data.body || "(no text)"}
        </Link>
      ),
    },
    { key: "status", title: "Status", render: ({ data }) => <StatusBadge status={data.status} /> },
    {
      key: "who",
      title: "To or from",
      render: ({ data }) => (
        <span className={styles.who}>
          <span className={styles.way}>{data.direction === "outbound" ? "to" : "from"}</span>{" "}
          <NumberText number={(data.direction === "outbound" ? data.to : data.from) ?? "unknown"} />
        </span>
      ),
    },
    {
      key: "phone",
      title: "Phone",
      render: ({ data }) => <span className={styles.phone}>{devices.name(data.deviceId)}</span>,
    },
    {
      key: "at",
      title: "When",
      align: "end",
      render: ({ data }) => (
        <time dateTime={data.createdAt.toISOString()} title={formatFull(data.createdAt)}>
          {formatMoment(data.createdAt)}
        </time>
      ),
    },
  ];
  return (
    <Table
      caption="Messages"
      columns={columns}
      rows={messages}
      rowKey={(message) => message.id}
      isTerse
    />
  );
}
