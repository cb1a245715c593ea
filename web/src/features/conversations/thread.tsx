import { Conversation } from "@handset/functions/schema/conversation.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useEffect } from "react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { to } from "../../paths.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Failure, Skeleton } from "../../ui/states.tsx";
import { useDatabase, useDocument } from "../../use-database.ts";
import { Composer } from "./composer.tsx";
import { MessageScroll } from "./message-scroll.tsx";
import styles from "./thread.module.css";
import { ThreadHeader } from "./thread-header.tsx";
import { useThread } from "./use-thread.ts";

export function Thread({ conversationId }: { conversationId: string }) {
  const { id, role } = useAccount();
  const path = paths.conversation(id, conversationId);
  const conversation = useDocument(path, Conversation);
  const thread = useThread(id, conversationId);
  const value = conversation.state === "ready" ? conversation.value : null;
  const canWrite = isAtLeast(role, "agent");
  useReadMark(path, canWrite ? (value?.unreadCount ?? 0) : 0);

  if (conversation.state === "error") {
    return <DatabaseFailure error={conversation.error} onRetry={conversation.retry} />;
  }
  if (thread.loadable.state === "error") {
    return <DatabaseFailure error={thread.loadable.error} onRetry={thread.loadable.retry} />;
  }
  if (conversation.state === "ready" && !value) {
    return (
      <Failure
        title="Conversation not found"
        detail="It may belong to another account."
        action={<ButtonLink to={to.conversations(id)}>All conversations</ButtonLink>}
      />
    );
  }
  if (!value || thread.loadable.state === "loading") return <Skeleton rows={7} height={52} />;
  return (
    <article className={styles.thread} aria-label="Conversation">
      <ThreadHeader conversationId={conversationId} conversation={value} />
      <MessageScroll thread={thread} contact={value.contact} />
      {canWrite && <Composer conversationId={conversationId} conversation={value} />}
    </article>
  );
}

/** A conversation is read while somebody looks at it. */
function useReadMark(path: string, unreadCount: number): void {
  const database = useDatabase();
  useEffect(() => {
    if (unreadCount === 0) return;
    const mark = () => {
      if (document.visibilityState !== "visible") return;
      database.updateDocument(path, { unreadCount: 0 }).catch((error: unknown) => {
        console.error("The read mark was refused.", error);
      });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [database, path, unreadCount]);
}
