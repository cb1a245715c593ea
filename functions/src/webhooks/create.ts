import { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { GatewayError, invalidField } from "../errors.ts";
import { newId } from "../ids.ts";
import { SubscribableEventType } from "../schema/event.ts";
import type { Webhook } from "../schema/webhook.ts";
import { checkPhones } from "./check-phones.ts";
import { checkHeaders } from "./custom-headers.ts";
import { newWebhookSecret } from "./signature.ts";
import { countWebhooks, createWebhook as storeWebhook } from "./store.ts";
import type { StoredWebhook } from "./stored.ts";

/** Each event reads all of an account's webhooks. */
export const WEBHOOKS_MAX = 50;

export const CreateWebhookInput = z.strictObject({
  url: z.string(),
  events: z.array(SubscribableEventType).min(1),
  deviceIds: z.array(z.string()).min(1).max(100).nullable(),
  description: z.string().trim().max(200),
  headers: z.record(z.string(), z.string()),
});
export type CreateWebhookInput = z.infer<typeof CreateWebhookInput>;

/** Its secret is in this answer and in no later one. */
export async function createWebhook(
  ctx: Context,
  input: CreateWebhookInput,
): Promise<StoredWebhook & { secret: string }> {
  requireScope(ctx, "webhooks:write");
  const { url, events, deviceIds, description, headers } = CreateWebhookInput.parse(input);
  checkHeaders(headers);
  if (deviceIds !== null) await checkPhones(ctx, deviceIds);
  await checkTarget(ctx, url);
  const id = newId("whk");
  const secret = newWebhookSecret();
  const now = ctx.now();
  const webhook: Webhook = {
    url: new URL(url).href,
    description,
    events: [...new Set(events)],
    deviceIds: deviceIds && [...new Set(deviceIds)],
    headerNames: Object.keys(headers),
    disabled: null,
    failingSince: null,
    redelivery: null,
    createdBy: ctx.actor,
    createdAt: now,
    updatedAt: now,
  };
  await withTransaction(ctx, async (tx) => {
    if ((await countWebhooks(ctx.db, ctx.accountId, tx)) >= WEBHOOKS_MAX) {
      throw new GatewayError(
        "conflict",
        `Delete a webhook first: an account has at most ${WEBHOOKS_MAX}.`,
      );
    }
    storeWebhook(ctx.db, tx, id, webhook, {
      ...{ accountId: ctx.accountId, secret, headers },
      ...{ previousSecret: null, previousUntil: null },
    });
    recordAudit(ctx, tx, "webhook.created", id, { url: webhook.url });
  });
  return { id, webhook, secret };
}

/** Refuses what must not be posted to. It is asked again at each attempt, when the name may lead elsewhere. */
export async function checkTarget(ctx: Pick<Context, "outbound">, url: string): Promise<void> {
  const objection = await ctx.outbound.findObjection(url);
  if (objection !== null) throw invalidField("url", objection);
}
