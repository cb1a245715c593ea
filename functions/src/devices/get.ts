import { type Context, requireScope } from "../context.ts";
import { notFound } from "../errors.ts";
import { findDevice, type StoredDevice } from "./store.ts";

export async function getDevice(
  ctx: Context,
  { deviceId }: { deviceId: string },
): Promise<StoredDevice> {
  requireScope(ctx, "devices:read");
  const device = await findDevice(ctx.db, ctx.accountId, deviceId);
  if (device === null) throw notFound("device");
  return { id: deviceId, device };
}
