import type { Services, Transaction } from "../context.ts";
import type { Account } from "../schema/account.ts";
import { updateAccountFields } from "./store.ts";

/** For other nouns: replaces fields of an account in their transaction. */
export function updateAccountIn(
  db: Services["db"],
  tx: Transaction,
  accountId: string,
  changes: Partial<Account>,
): void {
  updateAccountFields(db, tx, accountId, changes);
}
