import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import type { Device, Pacing, PhoneLink } from "../schema/device.ts";
import { addSignal, findLink, requestWake, updateLink } from "./link-store.ts";
import { isSamePacing, paceSims, type SimPacingChange } from "./pace-sims.ts";
import { pushSignal } from "./push-signal.ts";
import { isSameCaps, Room, standingCaps } from "./room.ts";
import { findDevice, type StoredDevice, updateDevice as writeDevice } from "./store.ts";

export interface UpdateDeviceInput {
  deviceId: string;
  name?: string;
  isPaused?: boolean;
  pacing?: Partial<Pacing>;
  sims?: readonly SimPacingChange[];
}

/**
 * Renames, pauses, resumes or paces a phone. A new pace makes it fetch its settings, and a new limit what the old one held back.
 * Paused, what waited for it goes to another phone where its sender named none (`rerouteOnChange`); resumed, it fetches what is left.
 */
export async function updateDevice(ctx: Context, input: UpdateDeviceInput): Promise<StoredDevice> {
  requireScope(ctx, "devices:write");
  const { deviceId } = input;
  const { device, pushToken } = await withTransaction(ctx, async (tx) => {
    const [before, link] = await Promise.all([
      findDevice(ctx.db, ctx.accountId, deviceId, tx),
      findLink(ctx.db, deviceId, tx),
    ]);
    if (before === null) throw notFound("device");
    const paced = changesOf(before, input);
    const isRelimited = hasNewLimits(paced);
    const changes = {
      ...paced,
      ...(isRelimited && link && newCaps({ ...before, ...paced }, link, ctx.now())),
    };
    if (Object.keys(changes).length > 0) {
      writeDevice(ctx.db, tx, ctx.accountId, deviceId, changes);
      const changed = Object.keys(paced).join(", ");
      recordAudit(ctx, tx, "device.changed", deviceId, { name: before.name, changed });
    }
    if (changes.pacing && link) {
      updateLink(ctx.db, tx, deviceId, { signals: addSignal(link, "SettingsUpdated") });
    }
    if (changes.isPaused === false || (isRelimited && link?.heldUntil)) {
      requestWake(ctx.db, tx, ctx.accountId, deviceId);
    }
    return {
      device: { ...before, ...changes },
      pushToken: changes.pacing ? (link?.pushToken ?? null) : null,
    };
  });
  if (pushToken !== null) {
    await pushSignal(ctx, { accountId: ctx.accountId, deviceId, pushToken }, "SettingsUpdated");
  }
  return { id: deviceId, device };
}

function changesOf(before: Device, input: UpdateDeviceInput): Partial<Device> {
  const changes: Partial<Device> = {};
  if (input.name !== undefined && input.name !== before.name) changes.name = input.name;
  if (input.isPaused !== undefined && input.isPaused !== before.isPaused) {
    changes.isPaused = input.isPaused;
  }
  const pacing = { ...before.pacing, ...input.pacing };
  if (pacing.intervalSecondsMax < pacing.intervalSecondsMin) {
    throw invalidField("pacing.interval_seconds_max", "Make it at least interval_seconds_min.");
  }
  const keys = Object.keys(pacing) as (keyof Pacing)[];
  if (keys.some((key) => pacing[key] !== before.pacing[key])) changes.pacing = pacing;
  const simPacing = paceSims(before, input.sims ?? []);
  if (!isSamePacing(simPacing, before.simPacing)) changes.simPacing = simPacing;
  return changes;
}

function hasNewLimits({ pacing, simPacing }: Partial<Device>): boolean {
  return pacing !== undefined || simPacing !== undefined;
}

/** What the new limits say of today. */
function newCaps(device: Device, link: PhoneLink, now: Date): Pick<Device, "reachedCaps"> | null {
  const reachedCaps = new Room(device, link.releases, now).reachedCaps();
  return isSameCaps(reachedCaps, standingCaps(device, now)) ? null : { reachedCaps };
}
