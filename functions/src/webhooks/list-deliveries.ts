import { type Context, requireScope } from "../context.ts";
import { type DeliveryFilter, findDeliveries } from "./delivery-store.ts";
import { getWebhook } from "./get.ts";
import type { StoredDelivery } from "./stored.ts";

export interface ListDeliveriesInput extends DeliveryFilter {
  limit: number;
  after: { createdAt: Date; id: string } | null;
}

/** Newest first. `next` is null on the last page. */
export async function listDeliveries(
  ctx: Context,
  { limit, after, ...filter }: ListDeliveriesInput,
): Promise<{ deliveries: StoredDelivery[]; next: { createdAt: Date; id: string } | null }> {
  requireScope(ctx, "webhooks:read");
  await getWebhook(ctx, { id: filter.webhookId });
  const page = { order: "desc" as const, after, limit: limit + 1 };
  const found = await findDeliveries(ctx.db, ctx.accountId, filter, page);
  const deliveries = found.slice(0, limit);
  const last = found.length > limit ? deliveries.at(-1) : undefined;
  return {
    deliveries,
    next: last === undefined ? null : { createdAt: last.delivery.createdAt, id: last.id },
  };
}
