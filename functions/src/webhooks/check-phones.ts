import type { Context } from "../context.ts";
import { findUnknownDevices } from "../devices/find-unknown.ts";
import { GatewayError } from "../errors.ts";

/** Refuses phones that the account does not have: nothing ever happens on them. */
export async function checkPhones(ctx: Context, deviceIds: readonly string[]): Promise<void> {
  const unknown = new Set(await findUnknownDevices(ctx, deviceIds));
  const fields = deviceIds.flatMap((id, index) => {
    const message = `There is no phone ${id}. Give ids as GET /api/v1/devices has them.`;
    return unknown.has(id) ? { field: `device_ids[${index}]`, message } : [];
  });
  const [first] = fields;
  if (first === undefined) return;
  throw new GatewayError("invalid_request", `${first.field}: ${first.message}`, { fields });
}
