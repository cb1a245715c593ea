import DataLoader from "dataloader";
import type {
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  WriteBatch,
} from "firebase-admin/firestore";

const REQUESTS_PER_CALL_MAX = 50;

type Reader = DataLoader<DocumentReference[], DocumentSnapshot[]>;
const readers = new WeakMap<Firestore, Reader>();

/**
 * Reads documents outside any transaction, each as it is at the call or later, in order. Requests that arrive together share one
 * call to the database, whichever accounts they are for.
 */
export function readTogether(
  db: Firestore,
  refs: DocumentReference[],
): Promise<DocumentSnapshot[]> {
  let reader = readers.get(db);
  if (reader === undefined) {
    reader = new DataLoader((requests) => readAll(db, requests), {
      cache: false,
      maxBatchSize: REQUESTS_PER_CALL_MAX,
      batchScheduleFn: (dispatch) => setImmediate(dispatch),
    });
    readers.set(db, reader);
  }
  return reader.load(refs);
}

async function readAll(
  db: Firestore,
  requests: readonly DocumentReference[][],
): Promise<DocumentSnapshot[][]> {
  const distinct = new Map(requests.flat().map((ref) => [ref.path, ref]));
  const snapshots = distinct.size === 0 ? [] : await db.getAll(...distinct.values());
  const byPath = new Map(snapshots.map((snapshot) => [snapshot.ref.path, snapshot]));
  return requests.map((refs) => refs.map((ref) => byPath.get(ref.path) as DocumentSnapshot));
}

/** What a transaction and a batch have in common. */
export interface Writes {
  create(ref: DocumentReference, fields: object): unknown;
  set(ref: DocumentReference, fields: object, options?: { merge: boolean }): unknown;
  update(
    ref: DocumentReference,
    fields: object,
    precondition?: { lastUpdateTime?: FirebaseFirestore.Timestamp },
  ): unknown;
}

/** NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED. */
const OVERTAKEN = new Set<unknown>([5, 6, 9, 10]);

/**
 * Commits writes whose preconditions say on what they were decided. False: somebody was faster, and nothing was written; decide again in
 * a transaction.
 */
export async function commitUnlessOvertaken(batch: WriteBatch): Promise<boolean> {
  try {
    await batch.commit();
    return true;
  } catch (error) {
    if (OVERTAKEN.has((error as { code?: unknown }).code)) return false;
    throw error;
  }
}
