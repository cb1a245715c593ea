import { MessagesSquare } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useParams, useSearchParams } from "react-router";
import { ConversationToolbar } from "../../features/conversations/conversation-toolbar.tsx";
import { ConversationsPane } from "../../features/conversations/conversations-pane.tsx";
import { readFilters } from "../../features/conversations/filters.ts";
import { SearchPane } from "../../features/conversations/search-pane.tsx";
import { Thread } from "../../features/conversations/thread.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";
import styles from "./conversations.module.css";

export function ConversationsRoute() {
  const { conversationId } = useParams();
  const [params] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const search = useDeferredValue(filters.search.trim());
  return (
    <div className={styles.panes} data-thread={conversationId ? true : undefined}>
      <section className={styles.list} aria-label="Conversations">
        <ConversationToolbar filters={filters} hasThread={Boolean(conversationId)} />
        {search ? (
          <SearchPane key={search} search={search} chosenId={conversationId} />
        ) : (
          <ConversationsPane
            key={`${filters.show} ${params.get("via")} ${filters.assignee}`}
            filters={filters}
            chosenId={conversationId}
          />
        )}
      </section>
      <section className={styles.thread} aria-label="Thread">
        {conversationId ? (
          <Thread key={conversationId} conversationId={conversationId} />
        ) : (
          <NoThread />
        )}
      </section>
    </div>
  );
}

function NoThread() {
  useDocumentTitle("Conversations");
  return (
    <Empty icon={<MessagesSquare />} title="Choose a conversation">
      Its texts appear here, live, with the status of each.
    </Empty>
  );
}
