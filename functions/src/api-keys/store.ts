import type { Firestore, Transaction } from "firebase-admin/firestore";
import { ApiKey } from "../schema/api-key.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export function createApiKey(db: Firestore, tx: Transaction, hash: string, key: ApiKey): void {
  tx.create(db.doc(paths.apiKey(hash)), key);
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

/** The account's key of this id, with the hash that it is stored under. */
export async function findApiKey(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  keyId: string,
): Promise<{ hash: string; apiKey: ApiKey } | null> {
  const snapshot = await tx.get(
    db
      .collection(paths.apiKeys())
      .where("accountId", "==", accountId)
      .where("id", "==", keyId)
      .limit(1),
  );
  const doc = snapshot.docs[0];
  if (doc === undefined) return null;
  return { hash: doc.id, apiKey: readDocument(ApiKey, doc.ref.path, doc.data()) };
}

export function markRevoked(db: Firestore, tx: Transaction, hash: string, revokedAt: Date): void {
  tx.update(db.doc(paths.apiKey(hash)), { revokedAt });
}
