import { FieldValue, type Firestore, type Transaction } from "firebase-admin/firestore";
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

/** Statuses that a conversation shows of its last message; before them it is on its way. */
const SHOWN: ReadonlySet<MessageStatus> = new Set([
  "sent",
  "delivered",
  "failed",
  "expired",
  "canceled",
]);

/**
 * Writes what `endMessage` or `decideReport` decided, with its refund and what the conversation shows. Reads the conversation
 * first, so it comes before any write of `tx`.
 */
export async function applyChange(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { id, message }: StoredMessage,
  { changes, refund }: MessageChange,
): Promise<void> {
  const conversation = db.doc(paths.conversation(accountId, message.conversationId));
  const status = changes.status;
  let isLast = false;
  if (status !== undefined && status !== message.status && SHOWN.has(status)) {
    const snapshot = await tx.get(conversation);
    isLast =
      snapshot.exists &&
      readDocument(Conversation, conversation.path, snapshot.data()).lastMessage.id === id;
  }
  tx.update(db.doc(paths.message(accountId, id)), { ...changes });
  if (isLast) tx.update(conversation, { "lastMessage.status": status });
  if (refund > 0) writeRefund(db, tx, accountId, { id, amount: refund, changes });
}

/** The ledger's id alone would stop a second refund, whatever the message says. */
function writeRefund(
  db: Firestore,
  tx: Transaction,
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
  tx.create(db.doc(paths.ledgerEntry(accountId, `refund_${id}`)), entry);
  tx.update(db.doc(paths.account(accountId)), { balance: FieldValue.increment(amount) });
}
