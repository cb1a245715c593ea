import { type Services, withTransaction } from "../context.ts";
import type { Webhook } from "../schema/webhook.ts";
import { findWebhook, updateWebhook } from "./store.ts";

/** Writes down how a target fares, where that is news. `decide` is asked about the webhook as it stands. */
export async function recordHealth(
  services: Services,
  { accountId, webhookId }: { accountId: string; webhookId: string },
  decide: (webhook: Webhook) => Partial<Webhook> | null,
): Promise<void> {
  const disabled = await withTransaction(services, async (tx) => {
    const webhook = await findWebhook(services.db, accountId, webhookId, tx);
    const changes = webhook && decide(webhook);
    if (changes) updateWebhook(services.db, tx, accountId, webhookId, changes);
    return changes?.disabled ?? null;
  });
  if (disabled !== null) {
    services.log.warn("webhook_disabled", { accountId, webhookId, reason: disabled.reason });
  }
}
