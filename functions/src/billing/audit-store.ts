import {
  AggregateField,
  type Firestore,
  type Query,
  type Transaction,
} from "firebase-admin/firestore";
import { Account } from "../schema/account.ts";
import type { MessageStatus } from "../schema/message.ts";
import type { Micros } from "../schema/money.ts";
import { paths } from "../schema/paths.ts";
import { readDocument } from "../schema/read.ts";
import type { Books } from "./compare-books.ts";

const ENDED: MessageStatus[] = ["failed", "expired", "canceled"];
const OTHER: MessageStatus[] = [
  ...(["scheduled", "queued", "dispatched", "sent"] as const),
  ...(["delivered", "received"] as const),
];

/**
 * Reads an account's books at one moment, locking nothing. The messages are counted month by month and
 * summed up where there are any, a read for a thousand of them each time.
 */
export function readBooks(
  db: Firestore,
  accountId: string,
  now: Date,
): Promise<{ account: Account; books: Books } | null> {
  return db.runTransaction(
    async (tx) => {
      const snapshot = await tx.get(db.doc(paths.account(accountId)));
      if (!snapshot.exists) return null;
      const account = readDocument(Account, snapshot.ref.path, snapshot.data());
      const ledger = db.collection(paths.ledger(accountId));
      const books: Books = {
        balance: account.balance,
        entries: await sumOf(tx, ledger, "amount"),
        refunds: await sumOf(tx, ledger.where("type", "==", "refund"), "amount"),
        endedPrices: 0,
        otherPrices: 0,
      };
      const messages = db.collection(paths.messages(accountId));
      for (const span of spansOf(account.createdAt, now))
        await addPrices(tx, messages, span, books);
      return { account, books };
    },
    { readOnly: true },
  );
}

async function sumOf(tx: Transaction, query: Query, field: string): Promise<Micros> {
  const snapshot = await tx.get(query.aggregate({ sum: AggregateField.sum(field) }));
  return snapshot.data().sum;
}

interface Span {
  from: Date;
  to: Date;
}

/** How many messages one sum may read: a sum of more may take longer than the database allows, or hold one machine up. */
const MESSAGES_PER_SUM_MAX = 10_000;
const SPAN_MS_MIN = 1000;

/** Adds the prices of a span's messages to the books, in parts where they are many. */
async function addPrices(
  tx: Transaction,
  messages: Query,
  span: Span,
  books: Books,
): Promise<void> {
  const { from, to } = span;
  const within = messages.where("createdAt", ">=", from).where("createdAt", "<", to);
  const { count } = (await tx.get(within.count())).data();
  if (count === 0) return;
  if (count > MESSAGES_PER_SUM_MAX && to.getTime() - from.getTime() > SPAN_MS_MIN) {
    const parts = Math.ceil(count / MESSAGES_PER_SUM_MAX);
    for (const part of divide(span, parts)) await addPrices(tx, messages, part, books);
    return;
  }
  books.endedPrices += await sumOf(tx, within.where("status", "in", ENDED), "price");
  books.otherPrices += await sumOf(tx, within.where("status", "in", OTHER), "price");
}

function divide({ from, to }: Span, parts: number): Span[] {
  const step = Math.ceil((to.getTime() - from.getTime()) / parts);
  const bounds = Array.from({ length: parts }, (_, n) => new Date(from.getTime() + n * step));
  return bounds.map((bound, n) => ({ from: bound, to: bounds[n + 1] ?? to }));
}

const BEGINNING = new Date(0);
const END = new Date("9999-12-31T00:00:00.000Z");

/** The months from one moment to the other, with all time before and after, so that nothing is left out. */
function spansOf(start: Date, end: Date): Span[] {
  const bounds = [BEGINNING, start];
  for (let next = firstOfNextMonth(start); next <= end; next = firstOfNextMonth(next)) {
    bounds.push(next);
  }
  bounds.push(firstOfNextMonth(end), END);
  return bounds.slice(1).map((to, index) => ({ from: bounds[index] as Date, to }));
}

function firstOfNextMonth(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}
