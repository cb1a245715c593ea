import { FieldValue, type Firestore, type Transaction } from "firebase-admin/firestore";
import { Message } from "../schema/message.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import type { StoredMessage } from "./change-store.ts";

export interface InboundReads {
  isStored: boolean;
  /** With the phone that it went by last; null: it is not begun. */
  conversation: { deviceId: string } | null;
}

export async function readForInbound(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { messageId, conversationId }: { messageId: string; conversationId: string },
): Promise<InboundReads> {
  const [message, conversation] = await tx.getAll(
    db.doc(paths.message(accountId, messageId)),
    db.doc(paths.conversation(accountId, conversationId)),
  );
  return {
    isStored: message?.exists ?? false,
    conversation: conversation?.exists ? { deviceId: String(conversation.get("deviceId")) } : null,
  };
}

/** What came in of a conversation between two moments of the phone's clock. */
export async function readReceivedBetween(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { conversationId, from, to }: { conversationId: string; from: Date; to: Date },
): Promise<Message[]> {
  const query = db
    .collection(paths.messages(accountId))
    .where("conversationId", "==", conversationId)
    .where("timeline.received", ">=", from)
    .where("timeline.received", "<=", to)
    .limit(50);
  return (await tx.get(query)).docs.map((doc) => readDocument(Message, doc.ref.path, doc.data()));
}

const PREVIEW_CHARACTERS = 160;

/** Stores a text that came in, on top of its conversation: unread once more, and out of the archive. */
export function writeInbound(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  { id, message }: StoredMessage,
  conversation: InboundReads["conversation"],
): void {
  tx.create(db.doc(paths.message(accountId, id)), message);
  const top = {
    deviceId: message.deviceId,
    lastMessage: {
      id,
      direction: message.direction,
      preview: message.body.slice(0, PREVIEW_CHARACTERS),
      at: message.createdAt,
    },
    isArchived: false,
    updatedAt: message.createdAt,
    // One phone's slot says nothing of another's.
    ...((message.simSlot !== null || conversation?.deviceId !== message.deviceId) && {
      simSlot: message.simSlot,
    }),
  };
  const ref = db.doc(paths.conversation(accountId, message.conversationId));
  if (conversation !== null) {
    tx.update(ref, { ...top, unreadCount: FieldValue.increment(1) });
    return;
  }
  tx.create(ref, {
    contact: message.from,
    contactName: null,
    unreadCount: 1,
    assigneeId: null,
    ...top,
  });
}
