import { isFull } from "../devices/room.ts";
import { GatewayError, invalidField, notFound } from "../errors.ts";
import type { Device, Sim } from "../schema/device.ts";

export interface RouteRequest {
  deviceId: string | null;
  simSlot: number | null;
  /** The SIM's own number. */
  from: string | null;
}

/** The phone and SIM that this contact last talked to. */
export interface LastRoute {
  deviceId: string;
  simSlot: number | null;
}

export interface RoutableDevice extends Device {
  id: string;
  /** Messages that wait for this phone. */
  waitingCount: number;
}

export interface Route {
  device: RoutableDevice;
  /** Null: the phone chooses. */
  simSlot: number | null;
  from: string | null;
}

/**
 * Chooses the phone and SIM: what was asked for, else the SIM of `from`, else the last route, else the least busy phone online. Whoever
 * has no room left today is passed over where another phone or SIM will do.
 */
export function chooseRoute(
  request: RouteRequest,
  devices: readonly RoutableDevice[],
  last: LastRoute | null,
  now: Date,
): Route {
  if (request.deviceId !== null) return routeTo(pinned(request.deviceId, devices), request, null);
  if (devices.length === 0) {
    throw new GatewayError(
      "no_device",
      "Pair a phone first: no phone is paired with this account.",
    );
  }
  const fitting = devices.filter((device) => findSim(device, request) !== null);
  if (fitting.length === 0) throw unfitting(request);
  const active = fitting.filter((device) => !device.isPaused);
  if (active.length === 0) {
    throw new GatewayError(
      "devices_paused",
      "Resume a phone first: every phone that could send this is paused.",
    );
  }
  const online = active.filter((device) => device.isOnline);
  const candidates = withRoom(online.length > 0 ? online : active, request, now);
  const sticky = last && candidates.find(({ id }) => id === last.deviceId);
  if (!sticky) return routeTo(leastBusy(candidates), request, null);
  const isSimFull = last.simSlot !== null && isFull(sticky, last.simSlot, now);
  return routeTo(sticky, request, isSimFull ? null : last.simSlot);
}

/** Those that can send today; all of them where none can. */
function withRoom(devices: RoutableDevice[], request: RouteRequest, now: Date): RoutableDevice[] {
  const roomy = devices.filter((device) => {
    const sim = findSim(device, request);
    return !isFull(device, sim === "any" || sim === null ? request.simSlot : sim.slot, now);
  });
  return roomy.length > 0 ? roomy : devices;
}

function pinned(deviceId: string, devices: readonly RoutableDevice[]): RoutableDevice {
  const device = devices.find(({ id }) => id === deviceId);
  if (device === undefined) throw notFound("device");
  if (device.isPaused) {
    throw new GatewayError(
      "devices_paused",
      `Resume the phone ${device.name} first: it is paused.`,
    );
  }
  return device;
}

function routeTo(device: RoutableDevice, request: RouteRequest, lastSlot: number | null): Route {
  const sim = findSim(device, request);
  if (sim === null) throw unfitting(request);
  if (sim !== "any") return { device, simSlot: sim.slot, from: sim.number };
  const usual = device.sims.find(({ slot }) => slot === lastSlot);
  if (usual !== undefined) return { device, simSlot: usual.slot, from: usual.number };
  const only = device.sims.length === 1 ? device.sims[0] : undefined;
  return { device, simSlot: request.simSlot, from: only?.number ?? null };
}

/** The SIM that was asked for; `any` when none was, or when the phone never told which it has; null when it is not there. */
function findSim(device: Device, { simSlot, from }: RouteRequest): Sim | "any" | null {
  if (simSlot === null && from === null) return "any";
  if (device.sims.length === 0 && from === null) return "any";
  return (
    device.sims.find(
      (sim) => (simSlot === null || sim.slot === simSlot) && (from === null || sim.number === from),
    ) ?? null
  );
}

function unfitting({ from, simSlot, deviceId }: RouteRequest): GatewayError {
  if (from !== null) {
    return invalidField(
      "from",
      "No SIM of your phones has this number. Leave it out to let us choose.",
    );
  }
  const where = deviceId === null ? "None of your phones" : "This phone";
  return invalidField(
    "sim_slot",
    `${where} has a SIM in slot ${simSlot}. Leave it out to let the phone choose.`,
  );
}

function leastBusy(candidates: readonly RoutableDevice[]): RoutableDevice {
  return candidates.reduce((best, device) => {
    if (device.waitingCount !== best.waitingCount) {
      return device.waitingCount < best.waitingCount ? device : best;
    }
    return device.lastSeenAt > best.lastSeenAt ? device : best;
  });
}
