import { type Context, requireScope } from "../context.ts";
import { findDevices, type StoredDevice } from "./store.ts";

/** The account's phones, oldest first; 200 at most. */
export async function listDevices(ctx: Context): Promise<StoredDevice[]> {
  requireScope(ctx, "devices:read");
  return findDevices(ctx.db, ctx.accountId);
}
