import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { askToWake } from "./ask-to-wake.ts";
import { deleteCredentials, findLink } from "./link-store.ts";
import { settleRemoved } from "./settle-removed.ts";
import { deleteDevice, findDevice } from "./store.ts";

/** Unpairs a phone: its token is void at once. What waited for it goes to another phone where its sender named none, else it fails. */
export async function removeDevice(
  ctx: Context,
  { deviceId }: { deviceId: string },
): Promise<void> {
  requireScope(ctx, "devices:write");
  await withTransaction(ctx, async (tx) => {
    const [device, link] = await Promise.all([
      findDevice(ctx.db, ctx.accountId, deviceId, tx),
      findLink(ctx.db, deviceId, tx),
    ]);
    if (device === null) throw notFound("device");
    await deleteCredentials(ctx.db, tx, deviceId, link?.login ?? null);
    deleteDevice(ctx.db, tx, ctx.accountId, deviceId);
    recordAudit(ctx, tx, "device.removed", deviceId, { name: device.name });
    // The trigger does what is left undone here.
    askToWake(ctx, tx, deviceId);
  });
  const failedCount = await settleRemoved(ctx, deviceId);
  ctx.log.info("device_removed", { accountId: ctx.accountId, deviceId, failedCount });
}
