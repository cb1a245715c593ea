import type { Context, Transaction } from "../context.ts";
import { requestWake } from "./link-store.ts";

/** Asks for a phone to be woken, in the transaction that gives it something to fetch. */
export function askToWake(ctx: Context, tx: Transaction, deviceId: string): void {
  requestWake(ctx.db, tx, ctx.accountId, deviceId);
}
