import type { Services } from "../context.ts";
import type { Account } from "../schema/account.ts";
import { readAccount as readStoredAccount } from "./store.ts";

export function readAccount(services: Pick<Services, "db">, accountId: string): Promise<Account> {
  return readStoredAccount(services.db, accountId);
}
