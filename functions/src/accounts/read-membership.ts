import type { Context } from "../context.ts";
import type { Member } from "../schema/account.ts";
import { readMember } from "./store.ts";

/** The member of this account, or null when that person is none. */
export function readMembership(
  ctx: Pick<Context, "db" | "accountId">,
  uid: string,
): Promise<Member | null> {
  return readMember(ctx.db, ctx.accountId, uid);
}
