import type { Device } from "../schema/device.ts";
import type { PhoneContext } from "./authenticate.ts";
import { findLink } from "./link-store.ts";
import { Room } from "./room.ts";

/** What a phone's limits leave about now; what it is handed is decided on what the transaction reads. */
export async function readRoom(ctx: PhoneContext, device: Device): Promise<Room> {
  const link = await findLink(ctx.db, ctx.actor.id);
  return new Room(device, link?.releases ?? {}, ctx.now());
}
