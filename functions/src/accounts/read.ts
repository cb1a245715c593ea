import type { Services, Transaction } from "../context.ts";
import type { Account } from "../schema/account.ts";
import { getAccount, readAccount as readStoredAccount } from "./store.ts";

export function readAccount(services: Pick<Services, "db">, accountId: string): Promise<Account> {
  return readStoredAccount(services.db, accountId);
}

/** In a transaction; null: there is none. */
export function readAccountIn(
  db: Services["db"],
  tx: Transaction,
  accountId: string,
): Promise<Account | null> {
  return getAccount(db, tx, accountId);
}
