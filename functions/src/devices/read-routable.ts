import type { Services } from "../context.ts";
import { readTogether } from "../document-store.ts";
import type { RoutableDevice } from "../messages/route.ts";
import { Device } from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { DEVICES_MAX } from "./store.ts";

/** The phones that may send: those named, or all of the account with how many messages wait for each. */
export async function readRoutableDevices(
  services: Pick<Services, "db">,
  accountId: string,
  deviceIds: readonly string[] | "all",
): Promise<RoutableDevice[]> {
  const { db } = services;
  const documents =
    deviceIds === "all"
      ? (await db.collection(paths.devices(accountId)).limit(DEVICES_MAX).get()).docs
      : await readTogether(
          db,
          deviceIds.map((id) => db.doc(paths.device(accountId, id))),
        );
  const devices = documents
    .filter((snapshot) => snapshot.exists)
    .map((snapshot) => ({
      ...readDocument(Device, snapshot.ref.path, snapshot.data()),
      id: snapshot.id,
      waitingCount: 0,
    }));
  const rivals = devices.filter(({ isOnline, isPaused }) => isOnline && !isPaused);
  if (deviceIds !== "all" || rivals.length < 2) return devices;
  await Promise.all(
    rivals.map(async (device) => {
      device.waitingCount = await countWaiting(services, accountId, device.id);
    }),
  );
  return devices;
}

async function countWaiting(
  { db }: Pick<Services, "db">,
  accountId: string,
  deviceId: string,
): Promise<number> {
  const snapshot = await db
    .collection(paths.messages(accountId))
    .where("queuedFor", "==", deviceId)
    .count()
    .get();
  return snapshot.data().count;
}
