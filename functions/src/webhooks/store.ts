import type { Firestore, Transaction } from "firebase-admin/firestore";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { Webhook, WebhookSecret } from "../schema/webhook.ts";
import type { Page, PageRequest } from "../walk-pages.ts";
import type { StoredWebhook } from "./stored.ts";

export async function findWebhook(
  db: Firestore,
  accountId: string,
  webhookId: string,
  tx?: Transaction,
): Promise<Webhook | null> {
  const ref = db.doc(paths.webhook(accountId, webhookId));
  const snapshot = await (tx ? tx.get(ref) : ref.get());
  return snapshot.exists ? readDocument(Webhook, ref.path, snapshot.data()) : null;
}

/** Oldest first. */
export async function findWebhooks(
  db: Firestore,
  accountId: string,
  limit: number,
): Promise<StoredWebhook[]> {
  const query = db.collection(paths.webhooks(accountId)).orderBy("createdAt").limit(limit);
  return (await query.get()).docs.map(toStoredWebhook);
}

/** Those that are on. */
export async function findActiveWebhooks(
  db: Firestore,
  accountId: string,
): Promise<StoredWebhook[]> {
  const query = db.collection(paths.webhooks(accountId)).where("disabled", "==", null);
  return (await query.get()).docs.map(toStoredWebhook);
}

export interface OverdueRedelivery {
  accountId: string;
  read(): StoredWebhook;
}

/** Webhooks of all accounts with a run whose next part should have begun by `at`. */
export async function findOverdueRedeliveries(
  db: Firestore,
  at: Date,
  { after, limit }: PageRequest,
): Promise<Page<OverdueRedelivery>> {
  const query = db
    .collectionGroup("webhooks")
    .where("redelivery.nextPartAt", "<=", at)
    .orderBy("redelivery.nextPartAt")
    .limit(limit);
  const { docs } = await (after === null ? query : query.startAfter(after)).get();
  const items = docs.map((doc) => ({
    accountId: doc.ref.parent.parent?.id ?? "",
    read: () => toStoredWebhook(doc),
  }));
  return { items, next: docs.length < limit ? null : (docs.at(-1) ?? null) };
}

export async function countWebhooks(
  db: Firestore,
  accountId: string,
  tx: Transaction,
): Promise<number> {
  return (await tx.get(db.collection(paths.webhooks(accountId)).count())).data().count;
}

export function createWebhook(
  db: Firestore,
  tx: Transaction,
  id: string,
  webhook: Webhook,
  secret: WebhookSecret,
): void {
  tx.create(db.doc(paths.webhook(secret.accountId, id)), webhook);
  tx.create(db.doc(paths.webhookSecret(id)), secret);
}

export function updateWebhook(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  webhookId: string,
  changes: Partial<Webhook>,
): void {
  tx.update(db.doc(paths.webhook(accountId, webhookId)), changes);
}

export function deleteWebhook(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  webhookId: string,
): void {
  tx.delete(db.doc(paths.webhook(accountId, webhookId)));
  tx.delete(db.doc(paths.webhookSecret(webhookId)));
}

export async function readSecret(
  db: Firestore,
  tx: Transaction,
  webhookId: string,
): Promise<WebhookSecret | null> {
  const ref = db.doc(paths.webhookSecret(webhookId));
  const snapshot = await tx.get(ref);
  return snapshot.exists ? readDocument(WebhookSecret, ref.path, snapshot.data()) : null;
}

export function updateSecret(
  db: Firestore,
  tx: Transaction,
  webhookId: string,
  changes: Partial<WebhookSecret>,
): void {
  tx.update(db.doc(paths.webhookSecret(webhookId)), changes);
}

function toStoredWebhook(doc: FirebaseFirestore.QueryDocumentSnapshot): StoredWebhook {
  return { id: doc.id, webhook: readDocument(Webhook, doc.ref.path, doc.data()) };
}
