import type { Firestore, Query, Timestamp, Transaction } from "firebase-admin/firestore";
import { toVersion } from "../database-clock.ts";
import { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import type { StoredMessage } from "./change-store.ts";

/** A message as it was read: changed since, it refuses to be marked. */
export interface ReadMessage extends StoredMessage {
  readAt: Timestamp;
}

export interface ListedPage {
  messages: ReadMessage[];
  /** The moment that the list shows, in microseconds of the database's clock. */
  readVersion: number;
}

/** What waits for a phone: first what it was never listed, then by priority and age. */
export async function listForPhone(
  db: Firestore,
  accountId: string,
  deviceId: string,
  page: { order: "fifo" | "lifo"; limit: number },
): Promise<ListedPage> {
  const query = db
    .collection(paths.messages(accountId))
    .where("queuedFor", "==", deviceId)
    .orderBy("status", "desc")
    .orderBy("priority", "desc")
    .orderBy("createdAt", page.order === "fifo" ? "asc" : "desc");
  return readPage(query, page.limit);
}

/** What the phone was listed and has not reported yet. */
export async function listDispatched(
  db: Firestore,
  accountId: string,
  deviceId: string,
  limit: number,
): Promise<ListedPage> {
  const query = db
    .collection(paths.messages(accountId))
    .where("queuedFor", "==", deviceId)
    .where("status", "==", "dispatched")
    .orderBy("priority", "desc")
    .orderBy("createdAt");
  return readPage(query, limit);
}

/** What the phone was never listed and goes by this SIM, or by any where `slot` is null. */
export async function listWaitingFor(
  db: Firestore,
  accountId: string,
  deviceId: string,
  { slot, limit }: { slot: number | null; limit: number },
): Promise<ListedPage> {
  const query = waitingFor(db, accountId, deviceId)
    .where("simSlot", "==", slot)
    .orderBy("priority", "desc")
    .orderBy("createdAt");
  return readPage(query, limit);
}

async function readPage(query: Query, limit: number): Promise<ListedPage> {
  const snapshot = await query.limit(limit).get();
  const messages = snapshot.docs.map((doc) => ({
    id: doc.id,
    message: readDocument(Message, doc.ref.path, doc.data()),
    readAt: doc.updateTime,
  }));
  return { messages, readVersion: toVersion(snapshot.readTime) };
}

/** Makes the transaction fail with `isChangedSince` when the message is not what was read any more. */
export function markDispatched(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { id, message, readAt }: ReadMessage,
  now: Date,
): void {
  const changes: Partial<Message> = {
    status: "dispatched",
    timeline: { ...message.timeline, dispatched: now },
    simSlot: message.simSlot,
    from: message.from,
    updatedAt: now,
  };
  tx.update(db.doc(paths.message(accountId, id)), changes, { lastUpdateTime: readAt });
}

const FAILED_PRECONDITION = 9;

export function isChangedSince(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === FAILED_PRECONDITION;
}

export async function hasWaiting(
  db: Firestore,
  accountId: string,
  deviceId: string,
): Promise<boolean> {
  return !(await waitingFor(db, accountId, deviceId).select().limit(1).get()).empty;
}

/** Messages that the phone was never listed. */
function waitingFor(db: Firestore, accountId: string, deviceId: string): Query {
  return db
    .collection(paths.messages(accountId))
    .where("queuedFor", "==", deviceId)
    .where("status", "==", "queued");
}

export async function findWaiting(
  db: Firestore,
  accountId: string,
  deviceId: string,
  { isReroutable, limit }: { isReroutable?: true; limit: number },
): Promise<string[]> {
  const waiting = waitingFor(db, accountId, deviceId);
  const query = isReroutable ? waiting.where("isReroutable", "==", true) : waiting;
  return (await query.select().limit(limit).get()).docs.map(({ id }) => id);
}

export async function readMessagesAgain(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  messageIds: readonly string[],
): Promise<StoredMessage[]> {
  const refs = messageIds.map((id) => db.doc(paths.message(accountId, id)));
  const snapshots = await tx.getAll(...refs);
  return snapshots
    .filter((snapshot) => snapshot.exists)
    .map((snapshot) => ({
      id: snapshot.id,
      message: readDocument(Message, snapshot.ref.path, snapshot.data()),
    }));
}

export function updateMessage(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  messageId: string,
  changes: Partial<Message>,
): void {
  tx.update(db.doc(paths.message(accountId, messageId)), { ...changes });
}
