import {
  FieldValue,
  type Firestore,
  type Timestamp,
  type Transaction,
} from "firebase-admin/firestore";
import { toVersion } from "../database-clock.ts";
import { commitUnlessOvertaken, readTogether } from "../document-store.ts";
import { DeviceToken, PhoneLink } from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

/** The names of the events that a phone understands. */
export type SignalName = "MessageEnqueued" | "WebhooksUpdated" | "SettingsUpdated";

export async function findLink(
  db: Firestore,
  deviceId: string,
  tx?: Transaction,
): Promise<PhoneLink | null> {
  const ref = db.doc(paths.phoneLink(deviceId));
  const snapshot = await (tx ? tx.get(ref) : ref.get());
  return snapshot.exists ? readDocument(PhoneLink, ref.path, snapshot.data()) : null;
}

export function updateLink(
  db: Firestore,
  tx: Transaction,
  deviceId: string,
  changes: Partial<PhoneLink>,
): void {
  tx.update(db.doc(paths.phoneLink(deviceId)), { ...changes });
}

export interface LinkReading {
  link: PhoneLink;
  updateTime: Timestamp | undefined;
}

/** Outside any transaction, in one call with the links of other phones. */
export async function readLink(db: Firestore, deviceId: string): Promise<LinkReading | null> {
  const ref = db.doc(paths.phoneLink(deviceId));
  const [snapshot] = await readTogether(db, [ref]);
  if (!snapshot?.exists) return null;
  const link = readDocument(PhoneLink, ref.path, snapshot.data());
  return { link, updateTime: snapshot.updateTime };
}

/** Whether the changes are written: not, when the link is no longer as it was read. */
export async function updateLinkAsRead(
  db: Firestore,
  deviceId: string,
  { updateTime }: LinkReading,
  changes: Partial<PhoneLink>,
): Promise<boolean> {
  if (updateTime === undefined) return false;
  const batch = db.batch();
  batch.update(db.doc(paths.phoneLink(deviceId)), { ...changes }, { lastUpdateTime: updateTime });
  return commitUnlessOvertaken(batch);
}

const NOT_FOUND = 5;

/** Nothing is written of a phone that was removed. */
export async function writeAwayAt(
  db: Firestore,
  deviceId: string,
  awayAt: Date | null,
): Promise<void> {
  try {
    await db.doc(paths.phoneLink(deviceId)).update({ awayAt });
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_FOUND) throw error;
  }
}

/** The signals after one more of `name`. */
export function addSignal({ signals }: PhoneLink, name: SignalName): PhoneLink["signals"] {
  return { ...signals, [name]: (signals[name] ?? 0) + 1 };
}

/** Calls back with the link as it is and each time it changes; null when the phone was removed. Returns the way to stop. */
export function watchLink(
  db: Firestore,
  deviceId: string,
  onChange: (link: PhoneLink | null) => void,
  onError: (error: unknown) => void,
): () => void {
  const path = paths.phoneLink(deviceId);
  return db.doc(path).onSnapshot((snapshot) => {
    try {
      onChange(snapshot.exists ? readDocument(PhoneLink, path, snapshot.data()) : null);
    } catch (error) {
      onError(error);
    }
  }, onError);
}

/** Asks for the phone to be woken, in the transaction that gives it something to fetch. */
export function requestWake(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  deviceId: string,
): void {
  tx.set(db.doc(paths.wake(deviceId)), { accountId, requestedAt: FieldValue.serverTimestamp() });
}

/** The commit time of the phone's newest wake request, in microseconds; 0: there was none. */
export async function readNewestRequest(
  db: Firestore,
  tx: Transaction,
  deviceId: string,
): Promise<number> {
  return toVersion((await tx.get(db.doc(paths.wake(deviceId)))).updateTime);
}

export async function findToken(db: Firestore, hash: string): Promise<DeviceToken | null> {
  const ref = db.doc(paths.deviceToken(hash));
  const [snapshot] = await readTogether(db, [ref]);
  return snapshot?.exists ? readDocument(DeviceToken, ref.path, snapshot.data()) : null;
}

/** Deletes all that lets a phone in. */
export async function deleteCredentials(
  db: Firestore,
  tx: Transaction,
  deviceId: string,
  login: string | null,
): Promise<void> {
  const tokens = await tx.get(
    db.collection(paths.deviceTokens()).where("deviceId", "==", deviceId).limit(20),
  );
  const phoneLogin = login === null ? null : await tx.get(db.doc(paths.phoneLogin(login)));
  for (const { ref } of tokens.docs) tx.delete(ref);
  if (phoneLogin?.get("deviceId") === deviceId) tx.delete(phoneLogin.ref);
  tx.delete(db.doc(paths.phoneLink(deviceId)));
}

export async function deleteWakeRequest(db: Firestore, deviceId: string): Promise<void> {
  await db.doc(paths.wake(deviceId)).delete();
}
