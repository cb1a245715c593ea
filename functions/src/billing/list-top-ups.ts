import { type Context, requireScope } from "../context.ts";
import type { Payment } from "../schema/payment.ts";
import { findPayments } from "./ledger-store.ts";

type Position = { createdAt: Date; id: string };

/** Newest first. */
export async function listTopUps(
  ctx: Context,
  { limit, after }: { limit: number; after: Position | null },
): Promise<{ payments: { id: string; payment: Payment }[]; next: Position | null }> {
  requireScope(ctx, "account:admin");
  const found = await findPayments(ctx.db, ctx.accountId, { after, limit: limit + 1 });
  const payments = found.slice(0, limit);
  const last = payments.at(-1);
  const next =
    found.length > limit && last ? { createdAt: last.payment.createdAt, id: last.id } : null;
  return { payments, next };
}
