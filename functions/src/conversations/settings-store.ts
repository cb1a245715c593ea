import type { Firestore, Transaction } from "firebase-admin/firestore";
import { Conversation } from "../schema/conversation.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";

export async function getConversation(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  id: string,
): Promise<Conversation | null> {
  const snapshot = await tx.get(db.doc(paths.conversation(accountId, id)));
  return snapshot.exists ? readDocument(Conversation, snapshot.ref.path, snapshot.data()) : null;
}

export function updateConversation(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  id: string,
  changes: Partial<Conversation>,
): void {
  tx.update(db.doc(paths.conversation(accountId, id)), changes);
}
