import type { Firestore, Query, Timestamp, Transaction } from "firebase-admin/firestore";
import { Delivery } from "../schema/delivery.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import { Webhook, WebhookSecret } from "../schema/webhook.ts";
import type { Page, PageRequest } from "../walk-pages.ts";
import type { StoredDelivery } from "./stored.ts";

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

/** Creates it, unless an earlier run did. */
export async function createDelivery(
  db: Firestore,
  accountId: string,
  { id, delivery }: StoredDelivery,
): Promise<"created" | "known"> {
  try {
    await db.doc(paths.delivery(accountId, id)).create(delivery);
    return "created";
  } catch (error) {
    if ((error as { code?: unknown }).code === ALREADY_EXISTS) return "known";
    throw error;
  }
}

export interface ForAttempt {
  delivery: Delivery | null;
  /** Of the delivery. */
  version: Timestamp | null;
  webhook: Webhook | null;
  secret: WebhookSecret | null;
}

/** All that an attempt needs, in one call. */
export async function readForAttempt(
  db: Firestore,
  accountId: string,
  { deliveryId, webhookId }: { deliveryId: string; webhookId: string },
): Promise<ForAttempt> {
  const [delivery, webhook, secret] = await db.getAll(
    db.doc(paths.delivery(accountId, deliveryId)),
    db.doc(paths.webhook(accountId, webhookId)),
    db.doc(paths.webhookSecret(webhookId)),
  );
  return {
    delivery: delivery?.exists ? readDocument(Delivery, delivery.ref.path, delivery.data()) : null,
    version: delivery?.updateTime ?? null,
    webhook: webhook?.exists ? readDocument(Webhook, webhook.ref.path, webhook.data()) : null,
    secret: secret?.exists ? readDocument(WebhookSecret, secret.ref.path, secret.data()) : null,
  };
}

/** Changes the very version that was read, and resolves with the new one; null when there is another by now, or none. */
export async function replaceDelivery(
  db: Firestore,
  accountId: string,
  deliveryId: string,
  changes: Partial<Delivery>,
  version: Timestamp,
): Promise<Timestamp | null> {
  try {
    const ref = db.doc(paths.delivery(accountId, deliveryId));
    return (await ref.update(changes, { lastUpdateTime: version })).writeTime;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === FAILED_PRECONDITION || code === NOT_FOUND) return null;
    throw error;
  }
}

export async function findDelivery(
  db: Firestore,
  accountId: string,
  deliveryId: string,
  tx?: Transaction,
): Promise<Delivery | null> {
  const ref = db.doc(paths.delivery(accountId, deliveryId));
  const snapshot = await (tx ? tx.get(ref) : ref.get());
  return snapshot.exists ? readDocument(Delivery, ref.path, snapshot.data()) : null;
}

export function updateDelivery(
  db: Firestore,
  tx: Transaction,
  accountId: string,
  deliveryId: string,
  changes: Partial<Delivery>,
): void {
  tx.update(db.doc(paths.delivery(accountId, deliveryId)), changes);
}

export interface DeliveryFilter {
  webhookId: string;
  status?: string | undefined;
  eventType?: string | undefined;
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
}

export interface DeliveryPage {
  order: "asc" | "desc";
  after: { createdAt: Date; id: string } | null;
  limit: number;
}

export async function findDeliveries(
  db: Firestore,
  accountId: string,
  filter: DeliveryFilter,
  page: DeliveryPage,
): Promise<StoredDelivery[]> {
  let query = matching(db, accountId, filter)
    .orderBy("createdAt", page.order)
    .orderBy("__name__", page.order);
  if (page.after !== null) {
    const ref = db.doc(paths.delivery(accountId, page.after.id));
    query = query.startAfter(page.after.createdAt, ref);
  }
  return (await query.limit(page.limit).get()).docs.map((doc) => ({
    id: doc.id,
    delivery: readDocument(Delivery, doc.ref.path, doc.data()),
  }));
}

/** At most `limit`. */
export async function countDeliveries(
  db: Firestore,
  accountId: string,
  filter: DeliveryFilter,
  limit: number,
): Promise<number> {
  const query = matching(db, accountId, filter).limit(limit);
  return (await query.count().get()).data().count;
}

function matching(db: Firestore, accountId: string, filter: DeliveryFilter): Query {
  let query: Query = db
    .collection(paths.deliveries(accountId))
    .where("webhookId", "==", filter.webhookId);
  if (filter.status !== undefined) query = query.where("status", "==", filter.status);
  if (filter.eventType !== undefined) query = query.where("eventType", "==", filter.eventType);
  if (filter.createdAfter) query = query.where("createdAt", ">=", filter.createdAfter);
  if (filter.createdBefore) query = query.where("createdAt", "<", filter.createdBefore);
  return query;
}

export interface OverdueDelivery {
  accountId: string;
  read(): StoredDelivery;
}

/** Deliveries of all accounts whose attempt should have run before `at`. */
export async function findOverdueDeliveries(
  db: Firestore,
  at: Date,
  { after, limit }: PageRequest,
): Promise<Page<OverdueDelivery>> {
  const query = db
    .collectionGroup("deliveries")
    .where("status", "==", "pending")
    .where("nextAttemptAt", "<", at)
    .orderBy("nextAttemptAt")
    .limit(limit);
  const { docs } = await (after === null ? query : query.startAfter(after)).get();
  const items = docs.map((doc) => ({
    accountId: doc.ref.parent.parent?.id ?? "",
    read: () => ({ id: doc.id, delivery: readDocument(Delivery, doc.ref.path, doc.data()) }),
  }));
  return { items, next: docs.length < limit ? null : (docs.at(-1) ?? null) };
}
