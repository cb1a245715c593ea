import { type Context, requireScope } from "../context.ts";
import { notFound } from "../errors.ts";
import { findDelivery } from "./delivery-store.ts";
import type { StoredDelivery } from "./stored.ts";

export async function getDelivery(ctx: Context, { id }: { id: string }): Promise<StoredDelivery> {
  requireScope(ctx, "webhooks:read");
  const delivery = await findDelivery(ctx.db, ctx.accountId, id);
  if (delivery === null) throw notFound("delivery");
  return { id, delivery };
}
