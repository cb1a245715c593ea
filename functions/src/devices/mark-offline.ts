import { type Services, withTransaction } from "../context.ts";
import { runAll } from "../run-all.ts";
import type { Device } from "../schema/device.ts";
import { findAbsentDevices, findDevice, updateDevice } from "./store.ts";

/** An open stream is written down each minute. */
const STREAM_ABSENCE_MS = 90_000;
/** Pushed-to and asking phones pull each five minutes, or each fifteen where they do not ping. */
const OTHER_ABSENCE_MS = 20 * 60_000;
const PHONES_MAX = 200;

/** Marks phones offline that were not seen for too long. Returns how many it marked. */
export async function markOfflineDevices(services: Services): Promise<number> {
  const now = services.now();
  const absent = await findAbsentDevices(services.db, {
    streamSeenBefore: before(now, STREAM_ABSENCE_MS),
    otherSeenBefore: before(now, OTHER_ABSENCE_MS),
    limit: PHONES_MAX,
  });
  const marked = await runAll(absent, async ({ accountId, deviceId }) => {
    const isMarked = await markOffline(services, accountId, deviceId);
    return isMarked ? { accountId, deviceId } : null;
  });
  const gone = Map.groupBy(
    marked.filter((phone) => phone !== null),
    ({ accountId }) => accountId,
  );
  for (const [accountId, phones] of gone) {
    const deviceIds = phones.map(({ deviceId }) => deviceId);
    services.log.info("devices_offline", { accountId, deviceIds });
  }
  return marked.filter((phone) => phone !== null).length;
}

function markOffline(services: Services, accountId: string, deviceId: string): Promise<boolean> {
  return withTransaction(services, async (tx) => {
    const device = await findDevice(services.db, accountId, deviceId, tx);
    if (device === null || !isAbsent(device, services.now())) return false;
    updateDevice(services.db, tx, accountId, deviceId, { isOnline: false });
    return true;
  });
}

function isAbsent({ isOnline, wakeChannel, lastSeenAt }: Device, now: Date): boolean {
  const patienceMs = wakeChannel === "stream" ? STREAM_ABSENCE_MS : OTHER_ABSENCE_MS;
  return isOnline && lastSeenAt < before(now, patienceMs);
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}
