import type { Message } from "@handset/functions/schema/message.ts";
import type { Doc } from "../../database.ts";
import { formatDay, startOfDay } from "../../ui/time.ts";

export type ThreadItem =
  | { kind: "day"; key: string; label: string }
  | {
      kind: "message";
      key: string;
      message: Doc<Message>;
      isFirstOfGroup: boolean;
      isLastOfGroup: boolean;
    };

const GROUP_MS = 5 * 60_000;

/** Messages with a line before each day, and those that belong together joined. */
export function threadItems(messages: readonly Doc<Message>[], now = new Date()): ThreadItem[] {
  const items: ThreadItem[] = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const day = startOfDay(message.data.createdAt).getTime();
    if (!before || startOfDay(before.data.createdAt).getTime() !== day) {
      items.push({ kind: "day", key: `day ${day}`, label: formatDay(message.data.createdAt, now) });
    }
    items.push({
      kind: "message",
      key: message.id,
      message,
      isFirstOfGroup: !before || !areTogether(before, message),
      isLastOfGroup: !isFollowed(message, messages[index + 1]),
    });
  });
  return items;
}

function isFollowed(message: Doc<Message>, next: Doc<Message> | undefined): boolean {
  return next !== undefined && areTogether(message, next);
}

function areTogether(a: Doc<Message>, b: Doc<Message>): boolean {
  return (
    a.data.direction === b.data.direction &&
    a.data.status === b.data.status &&
    b.data.createdAt.getTime() - a.data.createdAt.getTime() < GROUP_MS
  );
}
