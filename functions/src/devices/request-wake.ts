import type { Context, Transaction } from "../context.ts";
import { paths } from "../schema/paths.ts";

/** Asks for a phone to be woken once `tx` is committed. */
export function requestWake(
  ctx: Pick<Context, "db" | "accountId" | "now">,
  tx: Transaction,
  deviceId: string,
): void {
  tx.set(ctx.db.doc(paths.wake(deviceId)), { accountId: ctx.accountId, requestedAt: ctx.now() });
}
