import { walkAccounts } from "../accounts/walk.ts";
import type { Services } from "../context.ts";
import { readBooks } from "./audit-store.ts";
import { type BooksDifference, compareBooks } from "./compare-books.ts";

export interface AccountDifference extends BooksDifference {
  accountId: string;
  accountName: string;
  currency: string;
}

export interface AuditReport {
  accountCount: number;
  differences: AccountDifference[];
}

/** Recomputes every account from its messages and entries, or the one that is named. Repairs nothing. */
export async function auditBalances(
  services: Pick<Services, "db" | "now">,
  accountId: string | null = null,
): Promise<AuditReport> {
  const differences: AccountDifference[] = [];
  const audit = async (id: string) => void differences.push(...(await auditAccount(services, id)));
  if (accountId === null) return { accountCount: await walkAccounts(services, audit), differences };
  await audit(accountId);
  return { accountCount: 1, differences };
}

async function auditAccount(
  services: Pick<Services, "db" | "now">,
  accountId: string,
): Promise<AccountDifference[]> {
  const read = await readBooks(services.db, accountId, services.now());
  if (read === null) return [];
  const { name, currency } = read.account;
  return compareBooks(read.books).map((difference) => ({
    ...{ accountId, accountName: name, currency },
    ...difference,
  }));
}
