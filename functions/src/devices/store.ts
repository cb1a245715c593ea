import type { Firestore, Transaction } from "firebase-admin/firestore";
import { Device } from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export interface StoredDevice {
  id: string;
  device: Device;
}

export const DEVICES_MAX = 200;

export async function findDevice(
  db: Firestore,
  accountId: string,
  deviceId: string,
  tx?: Transaction,
): Promise<Device | null> {
  const ref = db.doc(paths.device(accountId, deviceId));
  const snapshot = await (tx ? tx.get(ref) : ref.get());
  return snapshot.exists ? readDocument(Device, ref.path, snapshot.data()) : null;
}

/** Oldest first. */
export async function findDevices(db: Firestore, accountId: string): Promise<StoredDevice[]> {
  const { docs } = await db
    .collection(paths.devices(accountId))
    .orderBy("createdAt")
    .limit(DEVICES_MAX)
    .get();
  return docs.map((snapshot) => ({
    id: snapshot.id,
    device: readDocument(Device, snapshot.ref.path, snapshot.data()),
  }));
}

/** The names in use, for a new one to differ from. */
export async function readDeviceNames(
  db: Firestore,
  tx: Transaction,
  accountId: string,
): Promise<string[]> {
  const query = db.collection(paths.devices(accountId)).select("name").limit(DEVICES_MAX);
  return (await tx.get(query)).docs.map((snapshot) => String(snapshot.get("name")));
}

export function updateDevice(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  deviceId: string,
  changes: Partial<Device>,
): void {
  tx.update(db.doc(paths.device(accountId, deviceId)), { ...changes });
}

export interface AbsentPhones {
  /** Streams last seen before this. */
  streamSeenBefore: Date;
  /** Phones that are pushed to, or that ask by themselves, last seen before this. */
  otherSeenBefore: Date;
  limit: number;
}

/** Phones of all accounts that are said to be online and were not seen for too long. */
export async function findAbsentDevices(
  db: Firestore,
  { streamSeenBefore, otherSeenBefore, limit }: AbsentPhones,
): Promise<{ accountId: string; deviceId: string }[]> {
  const online = db.collectionGroup("devices").where("isOnline", "==", true);
  const queries = [
    online.where("wakeChannel", "==", "stream").where("lastSeenAt", "<", streamSeenBefore),
    online.where("wakeChannel", "in", ["push", "poll"]).where("lastSeenAt", "<", otherSeenBefore),
  ];
  const found = await Promise.all(
    queries.map((query) => query.orderBy("lastSeenAt").select().limit(limit).get()),
  );
  return found
    .flatMap(({ docs }) => docs)
    .map(({ ref }) => ({ accountId: ref.parent.parent?.id ?? "", deviceId: ref.id }));
}

export function deleteDevice(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  deviceId: string,
): void {
  tx.delete(db.doc(paths.device(accountId, deviceId)));
}

/** Fails where there is no such phone. */
export async function touchDevice(
  db: Firestore,
  accountId: string,
  deviceId: string,
  now: Date,
): Promise<void> {
  await db.doc(paths.device(accountId, deviceId)).update({ isOnline: true, lastSeenAt: now });
}
