import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { Link } from "react-router";
import { useAccount } from "../../account.tsx";
import type { Doc } from "../../database.ts";
import { to } from "../../paths.ts";
import { useNumberFormat } from "../../sms/number-format.ts";
import { StatusTick } from "../../sms/status.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { formatBrief, formatFull } from "../../ui/time.ts";
import styles from "./conversation-row.module.css";

interface Props {
  conversation: Doc<Conversation>;
  isChosen: boolean;
  /** The address's parameters, kept while going from one conversation to another. */
  search: string;
}

export function ConversationRow({ conversation: { id, data }, isChosen, search }: Props) {
  const { id: accountId } = useAccount();
  const format = useNumberFormat();
  const name = data.contactName ?? format(data.contact);
  const isUnread = data.unreadCount > 0;
  const { lastMessage } = data;
  return (
    <Link
      to={{ pathname: to.conversation(accountId, id), search }}
      className={styles.row}
      aria-current={isChosen || undefined}
      data-unread={isUnread || undefined}
    >
      <Avatar name={name} seed={data.contact} size={40} />
      <span className={styles.name}>{name}</span>
      <time
        className={styles.time}
        dateTime={lastMessage.at.toISOString()}
        title={formatFull(lastMessage.at)}
      >
        {formatBrief(lastMessage.at)}
      </time>
      <span className={styles.preview}>
        {lastMessage.direction === "outbound" && lastMessage.status && (
          <StatusTick status={lastMessage.status} size={14} />
        )}{" "}
        {lastMessage.preview || "(no text)"}
      </span>
      {isUnread && (
        <span className={styles.count}>
          {data.unreadCount > 99 ? "99+" : data.unreadCount}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </Link>
  );
}
