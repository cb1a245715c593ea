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
 * Reads an account's books at one moment, locking nothing. The messages are summed up month by month, so that no sum takes longer
 * than the database allows; each costs one read for a thousand of them.
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
      for (const { from, to } of monthsBetween(account.createdAt, now)) {
        let month: Query = messages.where("createdAt", ">=", from);
        if (to !== null) month = month.where("createdAt", "<", to);
        books.endedPrices += await sumOf(tx, month.where("status", "in", ENDED), "price");
        books.otherPrices += await sumOf(tx, month.where("status", "in", OTHER), "price");
      }
      return { account, books };
    },
    { readOnly: true },
  );
}

async function sumOf(tx: Transaction, query: Query, field: string): Promise<Micros> {
  const snapshot = await tx.get(query.aggregate({ sum: AggregateField.sum(field) }));
  return snapshot.data().sum;
}

/** The months from one moment to another; the first begins with time and the last has no end, so that nothing is left out. */
function monthsBetween(start: Date, end: Date): { from: Date; to: Date | null }[] {
  const months: { from: Date; to: Date | null }[] = [];
  let from = new Date(0);
  let next = firstOfNextMonth(start);
  while (next <= end) {
    months.push({ from, to: next });
    from = next;
    next = firstOfNextMonth(next);
  }
  months.push({ from, to: null });
  return months;
}

function firstOfNextMonth(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}
