import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  type Query,
  type Timestamp,
} from "firebase-admin/firestore";
import type { Writes } from "../document-store.ts";
import { Account } from "../schema/account.ts";
import { Conversation } from "../schema/conversation.ts";
import { IdempotencyRecord } from "../schema/idempotency.ts";
import { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { dayOf } from "../schema/usage.ts";
import type { NewMessage } from "./decide-acceptance.ts";
import type { LastRoute } from "./route.ts";

export interface BatchReads {
  account: Account;
  accountUpdateTime: Timestamp | undefined;
  /** By contact: an entry for each conversation that exists. */
  lastRoutes: Map<string, LastRoute>;
  idempotency: Map<string, IdempotencyRecord>;
}

/** Reads all that a batch is decided on in one call of `read`. `conversations` maps a contact to its conversation's id. */
export async function readForAcceptance(
  db: Firestore,
  read: (refs: DocumentReference[]) => Promise<DocumentSnapshot[]>,
  accountId: string,
  wanted: { conversations: ReadonlyMap<string, string>; idempotencyHashes: readonly string[] },
): Promise<BatchReads> {
  const contacts = [...wanted.conversations.keys()];
  const [account, ...others] = await read([
    db.doc(paths.account(accountId)),
    ...[...wanted.conversations.values()].map((id) => db.doc(paths.conversation(accountId, id))),
    ...wanted.idempotencyHashes.map((hash) => db.doc(paths.idempotencyKey(accountId, hash))),
  ]);
  const lastRoutes = new Map<string, LastRoute>();
  const idempotency = new Map<string, IdempotencyRecord>();
  others.forEach((snapshot, index) => {
    if (!snapshot.exists) return;
    const contact = contacts[index];
    if (contact !== undefined) {
      lastRoutes.set(contact, readDocument(Conversation, snapshot.ref.path, snapshot.data()));
    } else {
      const record = readDocument(IdempotencyRecord, snapshot.ref.path, snapshot.data());
      idempotency.set(snapshot.id, record);
    }
  });
  return {
    account: readDocument(Account, paths.account(accountId), account?.data()),
    accountUpdateTime: account?.updateTime,
    lastRoutes,
    idempotency,
  };
}

export interface BatchWrites {
  messages: NewMessage[];
  /** Contacts that have a conversation already. */
  knownContacts: ReadonlySet<string>;
  balance: number;
  rateWindow: Account["rateWindow"];
  spend: Account["spend"];
  /** By the hash of the key. */
  idempotency: Map<string, IdempotencyRecord>;
  now: Date;
}

/**
 * Writes a batch: one write a message, a conversation, a key and a phone to wake, one for the account and one for its usage. Outside a
 * transaction `decidedAt` is the account's update time that it was decided on: the commit fails when the account or a key has
 * changed since, or a conversation was begun. Else a conversation may have changed: its last route is a preference.
 */
export function writeAcceptance(
  db: Firestore,
  writes: Writes,
  accountId: string,
  batch: BatchWrites,
  decidedAt: Timestamp | null,
): void {
  const conversations = new Map<string, NewMessage>();
  const phones = new Set<string>();
  for (const accepted of batch.messages) {
    writes.create(db.doc(paths.message(accountId, accepted.id)), accepted.message);
    conversations.set(accepted.message.conversationId, accepted);
    if (accepted.message.queuedFor !== null) phones.add(accepted.message.queuedFor);
  }
  for (const [conversationId, accepted] of conversations) {
    const ref = db.doc(paths.conversation(accountId, conversationId));
    const isKnown = batch.knownContacts.has(accepted.message.to ?? "");
    if (isKnown) writes.set(ref, lastMessageOf(accepted), { merge: true });
    else writes.create(ref, { ...NEW_CONVERSATION, ...lastMessageOf(accepted) });
  }
  for (const [hash, record] of batch.idempotency) {
    const ref = db.doc(paths.idempotencyKey(accountId, hash));
    if (decidedAt === null) writes.set(ref, record);
    else writes.create(ref, record);
  }
  const { balance, rateWindow, spend } = batch;
  const guard = decidedAt === null ? {} : { lastUpdateTime: decidedAt };
  writes.update(db.doc(paths.account(accountId)), { balance, rateWindow, spend }, guard);
  writes.set(db.doc(paths.usageDay(accountId, dayOf(batch.now))), usageOf(batch), { merge: true });
  for (const deviceId of phones) {
    writes.set(db.doc(paths.wake(deviceId)), {
      accountId,
      requestedAt: FieldValue.serverTimestamp(),
    });
  }
}

function usageOf({ messages, now }: BatchWrites) {
  const sumOf = (field: "segments" | "price") =>
    FieldValue.increment(messages.reduce((sum, { message }) => sum + message[field], 0));
  return {
    day: dayOf(now),
    messages: FieldValue.increment(messages.length),
    segments: sumOf("segments"),
    spent: sumOf("price"),
  };
}

const PREVIEW_CHARACTERS = 160;

/** Present from the beginning, since a query finds no document by a field that it lacks. */
const NEW_CONVERSATION = {
  contactName: null,
  unreadCount: 0,
  isArchived: false,
  assigneeId: null,
};

/** The fields of a conversation that a new outbound message changes. */
function lastMessageOf({ id, message }: NewMessage) {
  return {
    contact: message.to,
    deviceId: message.deviceId,
    simSlot: message.simSlot,
    lastMessage: {
      id,
      direction: message.direction,
      status: message.status,
      preview: message.body.slice(0, PREVIEW_CHARACTERS),
      at: message.createdAt,
    },
    updatedAt: message.createdAt,
  };
}

export async function readMessages(
  db: Firestore,
  accountId: string,
  messageIds: readonly string[],
): Promise<(NewMessage | null)[]> {
  const refs = messageIds.map((id) => db.doc(paths.message(accountId, id)));
  return (await db.getAll(...refs)).map((snapshot) =>
    snapshot.exists
      ? {
          id: snapshot.id,
          message: readDocument(Message, snapshot.ref.path, snapshot.data()),
        }
      : null,
  );
}

export interface MessageFilter {
  status?: string;
  direction?: string;
  deviceId?: string;
  conversationId?: string;
  createdAfter?: Date;
  createdBefore?: Date;
}

/** Newest first, after the message `after`. */
export async function listMessages(
  db: Firestore,
  accountId: string,
  filter: MessageFilter,
  page: { after: { createdAt: Date; id: string } | null; limit: number },
): Promise<NewMessage[]> {
  let query: Query = db.collection(paths.messages(accountId));
  if (filter.status !== undefined) query = query.where("status", "==", filter.status);
  if (filter.direction !== undefined) query = query.where("direction", "==", filter.direction);
  if (filter.deviceId !== undefined) query = query.where("deviceId", "==", filter.deviceId);
  if (filter.conversationId !== undefined) {
    query = query.where("conversationId", "==", filter.conversationId);
  }
  if (filter.createdAfter) query = query.where("createdAt", ">=", filter.createdAfter);
  if (filter.createdBefore) query = query.where("createdAt", "<", filter.createdBefore);
  query = query.orderBy("createdAt", "desc").orderBy("__name__", "desc");
  if (page.after !== null) {
    query = query.startAfter(page.after.createdAt, db.doc(paths.message(accountId, page.after.id)));
  }
  const snapshot = await query.limit(page.limit).get();
  return snapshot.docs.map((doc) => ({
    id: doc.id,
    message: readDocument(Message, doc.ref.path, doc.data()),
  }));
}
