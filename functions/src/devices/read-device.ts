import type { Context, Transaction } from "../context.ts";
import type { Device } from "../schema/device.ts";
import { findDevice } from "./store.ts";

/** A phone of the account, for verbs of other nouns; null when there is none. */
export function readDevice(
  ctx: Pick<Context, "db" | "accountId">,
  deviceId: string,
  tx?: Transaction,
): Promise<Device | null> {
  return findDevice(ctx.db, ctx.accountId, deviceId, tx);
}
