import type { Firestore } from "firebase-admin/firestore";
import { ApiKey } from "../schema/api-key.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export async function createApiKey(db: Firestore, hash: string, key: ApiKey): Promise<void> {
  await db.doc(paths.apiKey(hash)).create(key);
}

/** The keys of these hashes, in order; null where there is none. */
export async function readApiKeys(
  db: Firestore,
  hashes: readonly string[],
): Promise<(ApiKey | null)[]> {
  const snapshots = await db.getAll(...hashes.map((hash) => db.doc(paths.apiKey(hash))));
  return snapshots.map((snapshot) =>
    snapshot.exists ? readDocument(ApiKey, snapshot.ref.path, snapshot.data()) : null,
  );
}

export async function listApiKeys(db: Firestore, accountId: string): Promise<ApiKey[]> {
  const snapshot = await db
    .collection(paths.apiKeys())
    .where("accountId", "==", accountId)
    .orderBy("createdAt", "desc")
    .limit(200)
    .get();
  return snapshot.docs.map((doc) => readDocument(ApiKey, doc.ref.path, doc.data()));
}

/** False when the account has no such key. */
export async function markRevoked(
  db: Firestore,
  accountId: string,
  keyId: string,
  revokedAt: Date,
): Promise<boolean> {
  const snapshot = await db
    .collection(paths.apiKeys())
    .where("accountId", "==", accountId)
    .where("id", "==", keyId)
    .limit(1)
    .get();
  const doc = snapshot.docs[0];
  if (doc === undefined) return false;
  if (doc.get("revokedAt") === null) await doc.ref.update({ revokedAt });
  return true;
}
