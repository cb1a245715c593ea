import type { Message } from "@handset/functions/schema/message.ts";
import { SearchX } from "lucide-react";
import { Link, useLocation } from "react-router";
import { useAccount } from "../../account.tsx";
import type { Doc } from "../../database.ts";
import { to } from "../../paths.ts";
import { useNumberFormat } from "../../sms/number-format.ts";
import { Empty, Failure, Skeleton } from "../../ui/states.tsx";
import { formatBrief, formatDate } from "../../ui/time.ts";
import { ConversationRow } from "./conversation-row.tsx";
import styles from "./search-pane.module.css";
import { type SearchResult, useSearch } from "./use-search.ts";

interface Props {
  search: string;
  chosenId: string | undefined;
}

export function SearchPane({ search, chosenId }: Props) {
  const { id } = useAccount();
  const state = useSearch(id, search);
  switch (state.state) {
    case "searching":
      return <Skeleton rows={5} height={56} />;
    case "error":
      return (
        <Failure title="The search failed" detail="The database did not answer as it should." />
      );
    case "ready":
      return <Results result={state.result} search={search} chosenId={chosenId} />;
  }
}

function Results({ result, search, chosenId }: Props & { result: SearchResult }) {
  const location = useLocation();
  const { conversations, messages, searchedSince } = result;
  return (
    <div className={styles.results}>
      {conversations.length === 0 && messages.length === 0 && (
        <Empty icon={<SearchX />} title={`Nothing found for “${search}”`} />
      )}
      {conversations.length > 0 && (
        <>
          <h2 className={styles.heading}>Conversations</h2>
          <ul>
            {conversations.map((conversation) => (
              <li key={conversation.id} className={styles.conversation}>
                <ConversationRow
                  conversation={conversation}
                  isChosen={conversation.id === chosenId}
                  search={location.search}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {messages.length > 0 && (
        <>
          <h2 className={styles.heading}>Texts</h2>
          <ul>
            {messages.map((message) => (
              <li key={message.id}>
                <TextResult message={message} search={search} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.reach}>
        {searchedSince
          ? `Texts were searched back to ${formatDate(searchedSince)}; numbers all the way.`
          : "All texts were searched."}
      </p>
    </div>
  );
}

function TextResult({ message: { data }, search }: { message: Doc<Message>; search: string }) {
  const { id } = useAccount();
  const location = useLocation();
  const format = useNumberFormat();
  const other = data.direction === "outbound" ? data.to : data.from;
  return (
    <Link
      className={styles.text}
      to={{ pathname: to.conversation(id, data.conversationId), search: location.search }}
    >
      <span className={styles.who}>
        {data.direction === "outbound" && "To "}
        {format(other ?? "")}
      </span>
      <time dateTime={data.createdAt.toISOString()}>{formatBrief(data.createdAt)}</time>
      <span className={styles.body}>
        <Marked text={data.body} search={search} />
      </span>
    </Link>
  );
}

const CONTEXT = 40;

function Marked({ text, search }: { text: string; search: string }) {
  const at = text.toLowerCase().indexOf(search.toLowerCase());
  if (at < 0) return text;
  const from = Math.max(0, at - CONTEXT);
  return (
    <>
      {from > 0 && "…"}
      {text.slice(from, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  );
}
