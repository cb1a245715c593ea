import { type Context, requireScope } from "../context.ts";
import { newId } from "../ids.ts";
import { attemptDelivery } from "./attempt.ts";
import { createDelivery } from "./delivery-store.ts";
import { planAttempt } from "./enqueue-attempt.ts";
import { getWebhook } from "./get.ts";
import { getDelivery } from "./get-delivery.ts";
import { toDelivery } from "./publish.ts";
import type { StoredDelivery } from "./stored.ts";

/** Delivers a `test.ping` while the caller waits, once, even where the webhook is off. */
export async function sendTestEvent(ctx: Context, { id }: { id: string }): Promise<StoredDelivery> {
  requireScope(ctx, "webhooks:write");
  await getWebhook(ctx, { id });
  const eventId = newId("evt");
  const stored = toDelivery(ctx, ctx.accountId, id, {
    ...{ id: eventId, type: "test.ping", at: ctx.now(), orderingKey: eventId },
    data: { webhook_id: id, message: "Your webhook works." },
  });
  await createDelivery(ctx.db, ctx.accountId, stored);
  await attemptDelivery(ctx, planAttempt(ctx.accountId, stored));
  return getDelivery(ctx, { id: stored.id });
}
