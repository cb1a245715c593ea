import type { CollectionReference, Firestore } from "@google-cloud/firestore";

export interface Copied {
  collection: string;
  count: number;
}

/**
 * Copies every document to a database that has none, under the same paths. Below the top, collections hang from documents of the top
 * only: what is deeper is refused rather than left behind.
 */
export async function copyDatabase(from: Firestore, to: Firestore): Promise<Copied[]> {
  await refuseUsed(to);
  const copied: Copied[] = [];
  for (const collection of await from.listCollections()) {
    copied.push(await copyCollection(collection, to));
    for (const parent of await collection.listDocuments()) {
      for (const nested of await parent.listCollections()) {
        await refuseDeeper(nested);
        copied.push(await copyCollection(nested, to));
      }
    }
  }
  return copied;
}

async function refuseUsed(to: Firestore): Promise<void> {
  const [used] = await to.listCollections();
  if (used === undefined) return;
  throw new Error(`The database there is in use: it has the collection ${used.id}.`);
}

async function refuseDeeper(collection: CollectionReference): Promise<void> {
  const first = (await collection.limit(1).get()).docs[0];
  const [deeper] = (await first?.ref.listCollections()) ?? [];
  if (deeper !== undefined) throw new Error(`${deeper.path} is deeper than this copies.`);
}

async function copyCollection(collection: CollectionReference, to: Firestore): Promise<Copied> {
  const writer = to.bulkWriter();
  let failure: unknown;
  let count = 0;
  for await (const snapshot of collection.stream()) {
    const { ref, data } = toDocument(snapshot);
    count += 1;
    writer.create(to.doc(ref), data).catch((error: unknown) => {
      failure ??= error;
    });
    if (failure !== undefined) break;
  }
  await writer.close();
  if (failure !== undefined) throw failure;
  const { count: arrived } = (await to.collection(collection.path).count().get()).data();
  if (arrived !== count) throw new Error(`${collection.path}: ${arrived} of ${count} arrived.`);
  return { collection: collection.path, count };
}

function toDocument(snapshot: unknown): { ref: string; data: FirebaseFirestore.DocumentData } {
  const document = snapshot as FirebaseFirestore.QueryDocumentSnapshot;
  return { ref: document.ref.path, data: document.data() };
}
