import { Archive, MailCheck, MessagesSquare } from "lucide-react";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { useAccount } from "../../account.tsx";
import { LIMIT_MAX, longer } from "../../database.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { FirstStep } from "../../sms/first-step.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { useCollection } from "../../use-database.ts";
import { ConversationList } from "./conversation-list.tsx";
import type { ConversationFilters } from "./filters.ts";
import { conversationQuery, refine } from "./queries.ts";

const PAGE = 50;

interface Props {
  filters: ConversationFilters;
  chosenId: string | undefined;
}

/** The conversations that the filters let through, live. */
export function ConversationsPane({ filters, chosenId }: Props) {
  const { id } = useAccount();
  const { search } = useLocation();
  const [limit, setLimit] = useState(PAGE);
  const loadable = useCollection(conversationQuery(id, filters, limit));
  const [held, setHeld] = useState(loadable);
  // While a longer list is read, the shorter one stays.
  if (loadable.state !== "loading" && loadable !== held) setHeld(loadable);
  const shown = loadable.state === "loading" && limit > PAGE ? held : loadable;

  if (shown.state === "loading") return <Skeleton rows={9} height={56} />;
  if (shown.state === "error") {
    return <DatabaseFailure error={shown.error} onRetry={shown.retry} />;
  }
  const { docs, unreadable, isCut } = shown.value;
  const conversations = refine(docs, filters);
  const hasMore = isCut && filters.show !== "unread" && limit < LIMIT_MAX;
  const goOn = () => {
    if (hasMore && shown === loadable) setLimit(longer(limit));
  };
  if (conversations.length === 0 && unreadable.length === 0) {
    return hasMore ? <GoOn key={docs.length} onShown={goOn} /> : <Nothing filters={filters} />;
  }
  return (
    <>
      {unreadable.length > 0 && (
        <Notice tone="bad">
          {unreadable.length} stored here could not be read. Reload the page.
        </Notice>
      )}
      <ConversationList
        conversations={conversations}
        chosenId={chosenId}
        search={search}
        readCount={docs.length}
        onEnd={goOn}
      />
    </>
  );
}

/** All that was read so far is filtered out: the next page may not be. */
function GoOn({ onShown }: { onShown: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page.
  useEffect(onShown, []);
  return <Skeleton rows={9} height={56} />;
}

function Nothing({ filters }: { filters: ConversationFilters }) {
  const { list, loadable } = useDevices();
  if (filters.show === "unread") {
    return (
      <Empty icon={<MailCheck />} title="Everything is read">
        New texts appear here as they arrive.
      </Empty>
    );
  }
  if (filters.show === "archived" || filters.via || filters.assignee) {
    return (
      <Empty icon={<Archive />} title="No conversation here">
        Nothing matches these filters.
      </Empty>
    );
  }
  const hasPhone = loadable.state !== "ready" || list.length > 0;
  return (
    <Empty icon={<MessagesSquare />} title="No conversations yet" action={<FirstStep />}>
      {hasPhone
        ? "Texts that your phones send and receive are gathered here, one conversation for each number."
        : "First pair an Android phone: its SIM sends and receives for you."}
    </Empty>
  );
}
