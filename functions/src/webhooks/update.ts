import type { z } from "zod";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { notFound } from "../errors.ts";
import type { Disabled, Webhook } from "../schema/webhook.ts";
import { checkPhones } from "./check-phones.ts";
import { CreateWebhookInput, checkTarget } from "./create.ts";
import { checkHeaders } from "./custom-headers.ts";
import { findWebhook, updateSecret, updateWebhook as writeChanges } from "./store.ts";
import type { StoredWebhook } from "./stored.ts";

export const UpdateWebhookInput = CreateWebhookInput.partial();
export type UpdateWebhookInput = z.infer<typeof UpdateWebhookInput>;

/** Switched on, it forgets why it was off and how long it failed; what ended meanwhile is not delivered by itself. */
export async function updateWebhook(
  ctx: Context,
  { id, isActive, ...input }: UpdateWebhookInput & { id: string; isActive?: boolean | undefined },
): Promise<StoredWebhook> {
  requireScope(ctx, "webhooks:write");
  const wanted = UpdateWebhookInput.parse(input);
  if (wanted.headers) checkHeaders(wanted.headers);
  if (wanted.deviceIds) await checkPhones(ctx, wanted.deviceIds);
  if (wanted.url !== undefined) await checkTarget(ctx, wanted.url);
  return withTransaction(ctx, async (tx) => {
    const webhook = await findWebhook(ctx.db, ctx.accountId, id, tx);
    if (webhook === null) throw notFound("webhook");
    const changes = { ...changesOf(wanted), ...decideSwitch(webhook, isActive, ctx.now()) };
    if (Object.keys(changes).length === 0) return { id, webhook };
    const written = { ...changes, updatedAt: ctx.now() };
    writeChanges(ctx.db, tx, ctx.accountId, id, written);
    if (wanted.headers) updateSecret(ctx.db, tx, id, { headers: wanted.headers });
    recordAudit(ctx, tx, "webhook.changed", id, { changed: Object.keys(changes).join(", ") });
    return { id, webhook: { ...webhook, ...written } };
  });
}

function changesOf({ url, events, deviceIds, description, headers }: UpdateWebhookInput) {
  return {
    ...(url !== undefined && { url: new URL(url).href, failingSince: null }),
    ...(events !== undefined && { events: [...new Set(events)] }),
    ...(deviceIds !== undefined && { deviceIds: deviceIds && [...new Set(deviceIds)] }),
    ...(description !== undefined && { description }),
    ...(headers !== undefined && { headerNames: Object.keys(headers) }),
  };
}

function decideSwitch(
  { disabled, failingSince }: Webhook,
  isActive: boolean | undefined,
  now: Date,
): Partial<Webhook> {
  if (isActive === true && (disabled !== null || failingSince !== null)) {
    return { disabled: null, failingSince: null };
  }
  if (isActive === false && disabled === null) return { disabled: byOwner(now) };
  return {};
}

function byOwner(at: Date): Disabled {
  return { reason: "owner", at, detail: "It was disabled by hand." };
}
