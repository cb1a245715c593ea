import { type Context, requireScope } from "../context.ts";
import type { NewMessage } from "./decide-acceptance.ts";
import { type MessageFilter, listMessages as readPage } from "./store.ts";

export interface ListMessagesInput extends MessageFilter {
  limit: number;
  after: { createdAt: Date; id: string } | null;
}

/** Newest first. `next` is null on the last page. */
export async function listMessages(
  ctx: Context,
  { limit, after, ...filter }: ListMessagesInput,
): Promise<{ messages: NewMessage[]; next: { createdAt: Date; id: string } | null }> {
  requireScope(ctx, "messages:read");
  const found = await readPage(ctx.db, ctx.accountId, filter, { after, limit: limit + 1 });
  const messages = found.slice(0, limit);
  const last = found.length > limit ? messages.at(-1) : undefined;
  return {
    messages,
    next: last === undefined ? null : { createdAt: last.message.createdAt, id: last.id },
  };
}
