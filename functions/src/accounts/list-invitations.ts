import { type Context, requireScope } from "../context.ts";
import type { Invitation } from "../schema/account.ts";
import { listInvitations as readInvitations } from "./store.ts";

/** Those that can still be accepted, newest first. */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  requireScope(ctx, "account:admin");
  const now = ctx.now();
  return (await readInvitations(ctx.db, ctx.accountId))
    .map(({ invitation }) => invitation)
    .filter(({ acceptedAt, expiresAt }) => acceptedAt === null && expiresAt > now);
}
