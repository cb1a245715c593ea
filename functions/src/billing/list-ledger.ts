import { type Context, requireScope } from "../context.ts";
import type { LedgerEntry, LedgerEntryType } from "../schema/ledger.ts";
import { findLedgerEntries } from "./ledger-store.ts";

export interface ListLedgerInput {
  type?: LedgerEntryType | undefined;
  createdAfter?: Date | undefined;
  createdBefore?: Date | undefined;
  limit: number;
  after: { createdAt: Date; id: string } | null;
}

/** Newest first. */
export async function listLedger(
  ctx: Context,
  { limit, after, ...filter }: ListLedgerInput,
): Promise<{
  entries: { id: string; entry: LedgerEntry }[];
  next: { createdAt: Date; id: string } | null;
}> {
  requireScope(ctx, "account:admin");
  const found = await findLedgerEntries(ctx.db, ctx.accountId, filter, { after, limit: limit + 1 });
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  const next =
    found.length > limit && last ? { createdAt: last.entry.createdAt, id: last.id } : null;
  return { entries, next };
}
