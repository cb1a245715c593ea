import { type Context, requireScope } from "../context.ts";
import { notFound } from "../errors.ts";
import type { NewMessage } from "./decide-acceptance.ts";
import { readMessages } from "./store.ts";

export async function getMessage(ctx: Context, input: { id: string }): Promise<NewMessage> {
  requireScope(ctx, "messages:read");
  const [found] = await readMessages(ctx.db, ctx.accountId, [input.id]);
  if (!found) throw notFound("message");
  return found;
}
