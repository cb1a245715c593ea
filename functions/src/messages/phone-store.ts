import type { Firestore, Query, Timestamp, Transaction } from "firebase-admin/firestore";
import { toVersion } from "../database-clock.ts";
import { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import type { StoredMessage } from "./change-store.ts";

/** A message as it was read: changed since, it refuses to be marked. */
export interface ReadMessage extends StoredMessage {
  readAt: Timestamp;
}

export interface ListedPage {
  /** Fewer than were asked for: there are no more. */
  messages: ReadMessage[];
  /** What was passed over, since its schema refuses it. */
  unreadableIds: string[];
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

const UNREADABLE_STEP_MAX = 1_000;

/** Reads on behind what cannot be read, so that it takes no place of others; it stays, and is listed once it is mended. */
async function readPage(query: Query, limit: number): Promise<ListedPage> {
  const messages: ReadMessage[] = [];
  const unreadableIds: string[] = [];
  let readVersion = Number.POSITIVE_INFINITY;
  let rest = query;
  let step = limit;
  for (;;) {
    const { docs, readTime } = await rest.limit(step).get();
    readVersion = Math.min(readVersion, toVersion(readTime));
    for (const doc of docs) {
      const message = Message.safeParse(doc.data()).data;
      if (message === undefined) unreadableIds.push(doc.id);
      else messages.push({ id: doc.id, message, readAt: doc.updateTime });
    }
    const last = docs.at(-1);
    if (last === undefined || docs.length < step || messages.length >= limit) break;
    rest = query.startAfter(last);
    step = Math.min(Math.max(limit - messages.length, unreadableIds.length), UNREADABLE_STEP_MAX);
  }
  return { messages: messages.slice(0, limit), unreadableIds, readVersion };
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

/** By id, after the message `after`. */
export async function findWaiting(
  db: Firestore,
  accountId: string,
  deviceId: string,
  { isReroutable, after, limit }: { isReroutable?: true; after?: string | null; limit: number },
): Promise<string[]> {
  const waiting = waitingFor(db, accountId, deviceId);
  const query = isReroutable ? waiting.where("isReroutable", "==", true) : waiting;
  const rest = after ? query.orderBy("__name__").startAfter(after) : query;
  return (await rest.select().limit(limit).get()).docs.map(({ id }) => id);
}

export async function readMessagesAgain(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  messageIds: readonly string[],
): Promise<{ messages: StoredMessage[]; unreadableIds: string[] }> {
  const refs = messageIds.map((id) => db.doc(paths.message(accountId, id)));
  const messages: StoredMessage[] = [];
  const unreadableIds: string[] = [];
  for (const snapshot of await tx.getAll(...refs)) {
    if (!snapshot.exists) continue;
    const message = Message.safeParse(snapshot.data()).data;
    if (message === undefined) unreadableIds.push(snapshot.id);
    else messages.push({ id: snapshot.id, message });
  }
  return { messages, unreadableIds };
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
