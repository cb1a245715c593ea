import { readDocument, UnreadableDocument } from "@handset/functions/schema/read.ts";
import { FirebaseError } from "firebase/app";
import {
  collection,
  type DocumentData,
  disableNetwork,
  doc,
  enableNetwork,
  type Firestore,
  getCountFromServer,
  getDocsFromServer,
  initializeFirestore,
  limit,
  onSnapshot,
  orderBy,
  type QueryDocumentSnapshot,
  type QuerySnapshot,
  query,
  type SnapshotMetadata,
  startAfter,
  updateDoc,
  where,
} from "firebase/firestore";
import type { z } from "zod";
import type { Config } from "./config.ts";
import {
  COUNT_MAX,
  type CollectionQuery,
  type Database,
  type DatabaseError,
  type Doc,
  type Snapshot,
} from "./database.ts";
import { firebaseApp, isLocal } from "./firebase.ts";

export function createDatabase(config: Config): Database {
  const db = initializeFirestore(
    firebaseApp(config),
    isLocal(config) ? { host: location.host, ssl: location.protocol === "https:" } : {},
  );
  return {
    watchCollection(request, { next, error }) {
      let isTold = false;
      return onSnapshot(
        toQuery(db, request),
        { includeMetadataChanges: true },
        (snapshot) => {
          if (isTold ? snapshot.docChanges().length === 0 : isUnknown(snapshot, !snapshot.empty)) {
            return;
          }
          isTold = true;
          next(parseAll(request, snapshot));
        },
        (cause) => error(toDatabaseError(cause)),
      );
    },
    watchDocument: (path, schema, { next, error }) =>
      onSnapshot(
        doc(db, path),
        { includeMetadataChanges: true },
        (snapshot) => {
          if (isUnknown(snapshot, snapshot.exists())) return;
          try {
            next(snapshot.exists() ? readDocument(schema, path, snapshot.data()) : null);
          } catch (cause) {
            error(toDatabaseError(cause));
          }
        },
        (cause) => error(toDatabaseError(cause)),
      ),
    readCollection: async (request) =>
      parseAll(request, await getDocsFromServer(toQuery(db, request))),
    async countCollection({ path, where: filters = [], orderBy: orders }) {
      const counted = query(
        collection(db, path),
        ...filters.map((filter) => where(...filter)),
        ...orders.map((order) => orderBy(...order)),
        limit(COUNT_MAX),
      );
      return (await getCountFromServer(counted)).data().count;
    },
    updateDocument: (path, fields) => updateDoc(doc(db, path), fields),
    watchConnection: (path, onChange) =>
      onSnapshot(
        doc(db, path),
        { includeMetadataChanges: true },
        (snapshot) => onChange(!snapshot.metadata.fromCache),
        () => {},
      ),
    async reconnect() {
      await disableNetwork(db);
      await enableNetwork(db);
    },
  };
}

/** Out of reach, what was never read looks empty: that nothing is there only the server can say. */
function isUnknown({ metadata }: { metadata: SnapshotMetadata }, isFound: boolean): boolean {
  return metadata.fromCache && !isFound;
}

function toQuery(db: Firestore, request: CollectionQuery) {
  return query(
    collection(db, request.path),
    ...(request.where ?? []).map((filter) => where(...filter)),
    ...request.orderBy.map((order) => orderBy(...order)),
    ...(request.after ? [startAfter(request.after as QueryDocumentSnapshot)] : []),
    limit(request.limit),
  );
}

function parseAll<S extends z.ZodType>(
  request: CollectionQuery<S>,
  snapshot: QuerySnapshot<DocumentData>,
): Snapshot<z.output<S>> {
  const docs: Doc<z.output<S>>[] = [];
  const unreadable: UnreadableDocument[] = [];
  for (const found of snapshot.docs) {
    try {
      const data = readDocument(request.schema, found.ref.path, found.data());
      docs.push({ id: found.id, data, cursor: found });
    } catch (cause) {
      if (!(cause instanceof UnreadableDocument)) throw cause;
      console.error(cause.message, cause.cause);
      unreadable.push(cause);
    }
  }
  return { docs, unreadable, isCut: snapshot.size === request.limit };
}

const KNOWN = new Set(["permission-denied", "failed-precondition", "unavailable"]);

function toDatabaseError(cause: unknown): DatabaseError {
  if (cause instanceof UnreadableDocument) return { code: "unreadable", detail: cause.message };
  const code = cause instanceof FirebaseError ? cause.code : "unknown";
  console.error("Firestore refused or failed:", cause);
  return {
    code: KNOWN.has(code) ? (code as DatabaseError["code"]) : "unknown",
    detail: cause instanceof Error ? cause.message : String(cause),
  };
}
