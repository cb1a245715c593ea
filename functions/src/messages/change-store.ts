import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  type Timestamp,
  type Transaction,
} from "firebase-admin/firestore";
import { commitUnlessOvertaken, readTogether, type Writes } from "../document-store.ts";
import { Conversation } from "../schema/conversation.ts";
import type { LedgerEntry } from "../schema/ledger.ts";
import { Message, type MessageStatus } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import type { MessageChange } from "./end-message.ts";

export interface StoredMessage {
  id: string;
  message: Message;
}

export async function readMessage(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  messageId: string,
): Promise<Message | null> {
  const snapshot = await tx.get(db.doc(paths.message(accountId, messageId)));
  return snapshot.exists ? readDocument(Message, snapshot.ref.path, snapshot.data()) : null;
}

/** Outside any transaction, in one call with what else is read at the moment. */
export async function readMessageAsIs(
  db: Firestore,
  accountId: string,
  messageId: string,
): Promise<(StoredMessage & { readAt: Timestamp }) | null> {
  const ref = db.doc(paths.message(accountId, messageId));
  const [snapshot] = await readTogether(db, [ref]);
  if (!snapshot?.updateTime) return null;
  const message = readDocument(Message, ref.path, snapshot.data());
  return { id: messageId, message, readAt: snapshot.updateTime };
}

/**
 * Writes what `endMessage` or `decideReport` decided, with its refund and what the conversation shows. Reads the conversation
 * first, so it comes before any write of `tx`.
 */
export async function applyChange(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  stored: StoredMessage,
  change: MessageChange,
): Promise<void> {
  const conversation = conversationToShow(db, accountId, stored.message, change);
  const shown = conversation && showIn(await tx.get(conversation), stored, change);
  writeChange(db, tx, accountId, { ...stored, change, shown });
}

/** The same outside a transaction. False: somebody was faster, and nothing was written; decide again in a transaction. */
export async function applyChangeAsRead(
  db: Firestore,
  accountId: string,
  stored: StoredMessage & { readAt: Timestamp },
  change: MessageChange,
): Promise<boolean> {
  const conversation = conversationToShow(db, accountId, stored.message, change);
  const [snapshot] = conversation === null ? [] : await readTogether(db, [conversation]);
  const shown = snapshot ? showIn(snapshot, stored, change) : null;
  const batch = db.batch();
  writeChange(db, batch, accountId, {
    ...{ ...stored, change },
    shown: shown && { ...shown, readAt: snapshot?.updateTime },
  });
  return commitUnlessOvertaken(batch);
}

/** Statuses that a conversation shows of its last message; before them it is on its way. */
const SHOWN: ReadonlySet<MessageStatus> = new Set([
  "sent",
  "delivered",
  "failed",
  "expired",
  "canceled",
]);

function conversationToShow(
  db: Firestore,
  accountId: string,
  { conversationId, status: before }: Message,
  { changes: { status = before, simSlot } }: MessageChange,
): DocumentReference | null {
  const isSimNews = simSlot !== undefined && wentOut(status);
  if (!isSimNews && (status === before || !SHOWN.has(status))) return null;
  return db.doc(paths.conversation(accountId, conversationId));
}

interface Shown {
  conversation: DocumentReference;
  fields: object;
  /** When the conversation was read, outside a transaction. */
  readAt?: Timestamp | undefined;
}

/**
 * What a conversation shows of its last message; null: this is another one, or it shows that already. The phone that it went out by, and
 * the SIM that this phone chose, become the contact's.
 */
function showIn(
  snapshot: DocumentSnapshot,
  { id, message }: StoredMessage,
  { changes }: MessageChange,
): Shown | null {
  if (!snapshot.exists) return null;
  const conversation = readDocument(Conversation, snapshot.ref.path, snapshot.data());
  if (conversation.lastMessage.id !== id) return null;
  const { status, deviceId, simSlot } = { ...message, ...changes };
  const isMoved = conversation.deviceId !== deviceId;
  const isSimNews = conversation.simSlot === null && simSlot !== null;
  const fields = {
    ...(status !== message.status && { "lastMessage.status": status }),
    ...(wentOut(status) && (isMoved || isSimNews) && { deviceId, simSlot }),
  };
  return Object.keys(fields).length === 0 ? null : { conversation: snapshot.ref, fields };
}

function wentOut(status: MessageStatus): boolean {
  return status === "sent" || status === "delivered";
}

interface ChangeToWrite extends StoredMessage {
  /** When the message was read, outside a transaction. */
  readAt?: Timestamp;
  change: MessageChange;
  shown: Shown | null;
}

function writeChange(
  db: Firestore,
  writes: Writes,
  accountId: string,
  { id, readAt, change: { changes, refund }, shown }: ChangeToWrite,
): void {
  writes.update(db.doc(paths.message(accountId, id)), { ...changes }, asReadAt(readAt));
  if (shown !== null) writes.update(shown.conversation, shown.fields, asReadAt(shown.readAt));
  if (refund > 0) writeRefund(db, writes, accountId, { id, amount: refund, changes });
}

const asReadAt = (readAt: Timestamp | undefined) => (readAt ? { lastUpdateTime: readAt } : {});

/** The ledger's id alone would stop a second refund, whatever the message says. */
function writeRefund(
  db: Firestore,
  writes: Writes,
  accountId: string,
  { id, amount, changes }: { id: string; amount: number; changes: Partial<Message> },
): void {
  const entry: LedgerEntry = {
    type: "refund",
    amount,
    messageId: id,
    paymentId: null,
    reason: `The message ended ${changes.status}: ${changes.failure?.code ?? "unknown"}.`,
    createdBy: { type: "system" },
    createdAt: changes.refundedAt ?? new Date(0),
  };
  writes.create(db.doc(paths.ledgerEntry(accountId, `refund_${id}`)), entry);
  writes.update(db.doc(paths.account(accountId)), { balance: FieldValue.increment(amount) });
}
