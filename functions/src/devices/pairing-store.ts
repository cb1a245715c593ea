import type { Firestore, Transaction } from "firebase-admin/firestore";
import {
  type Device,
  type DeviceToken,
  Pairing,
  type PhoneLink,
  PhoneLogin,
} from "../schema/device.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export async function readPairing(
  db: Firestore,
  tx: Transaction,
  hash: string,
): Promise<Pairing | null> {
  const path = paths.pairing(hash);
  const snapshot = await tx.get(db.doc(path));
  return snapshot.exists ? readDocument(Pairing, path, snapshot.data()) : null;
}

export async function createPairing(db: Firestore, hash: string, pairing: Pairing): Promise<void> {
  await db.doc(paths.pairing(hash)).create(pairing);
}

/** Makes `hash` the account's only pairing secret. */
export async function replaceSecret(
  db: Firestore,
  tx: Transaction,
  hash: string,
  pairing: Pairing,
): Promise<void> {
  const query = db
    .collection(paths.pairings())
    .where("accountId", "==", pairing.accountId)
    .where("kind", "==", "secret")
    .limit(100);
  for (const { ref } of (await tx.get(query)).docs) tx.delete(ref);
  tx.create(db.doc(paths.pairing(hash)), pairing);
}

export async function findLogin(
  db: Firestore,
  login: string,
  tx?: Transaction,
): Promise<PhoneLogin | null> {
  const ref = db.doc(paths.phoneLogin(login));
  const snapshot = await (tx ? tx.get(ref) : ref.get());
  return snapshot.exists ? readDocument(PhoneLogin, ref.path, snapshot.data()) : null;
}

export async function setPassword(
  db: Firestore,
  login: string,
  passwordHash: string,
): Promise<void> {
  await db.doc(paths.phoneLogin(login)).update({ passwordHash });
}

export interface Registration {
  deviceId: string;
  device: Device;
  link: PhoneLink;
  tokenHash: string;
  /** The code to mark as used. */
  codeHash: string | null;
  /** Absent where the phone gets no password. */
  login: PhoneLogin | null;
}

export function writeRegistration(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { deviceId, device, link, tokenHash, codeHash, login }: Registration,
): void {
  const token: DeviceToken = { accountId, deviceId };
  tx.create(db.doc(paths.device(accountId, deviceId)), device);
  tx.create(db.doc(paths.phoneLink(deviceId)), link);
  tx.create(db.doc(paths.deviceToken(tokenHash)), token);
  if (login !== null) tx.create(db.doc(paths.phoneLogin(link.login)), login);
  if (codeHash !== null) {
    tx.update(db.doc(paths.pairing(codeHash)), { usedAt: device.createdAt, deviceId });
  }
}
