import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import { failWaitingMessages } from "../messages/fail-waiting.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import { deleteCredentials, findLink } from "./link-store.ts";
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
  });
  await rerouteMessages(ctx, { from: [deviceId] });
  const failedCount = await failWaitingMessages(ctx, {
    deviceId,
    failure: { code: "device_removed", detail: "Its phone was removed." },
  });
  ctx.log.info("device_removed", { accountId: ctx.accountId, deviceId, failedCount });
}
