import { z } from "zod";
import type { Api } from "../../api.ts";

export const EVENT_MEANINGS = {
  "message.received": "A text came in",
  "message.queued": "A text was accepted",
  "message.sent": "A text left the phone",
  "message.delivered": "A text was delivered",
  "message.failed": "A text failed",
  "device.online": "A phone came back",
  "device.offline": "A phone went away",
  "balance.low": "The balance is low",
} as const;

export type EventType = keyof typeof EVENT_MEANINGS;
export const EVENT_TYPES = Object.keys(EVENT_MEANINGS) as EventType[];

const ApiWebhook = z.object({
  id: z.string(),
  url: z.string(),
  event_types: z.array(z.string()),
  is_active: z.boolean().optional(),
  created_at: z.string(),
});
export type ApiWebhook = z.infer<typeof ApiWebhook>;

const WebhookList = z.object({ data: z.array(ApiWebhook) });
const CreatedWebhook = ApiWebhook.extend({ secret: z.string() });

export const listWebhooks = (api: Api, accountId: string) =>
  api({ path: "/webhooks", answer: WebhookList, accountId });

export const createWebhook = (api: Api, accountId: string, url: string, eventTypes: EventType[]) =>
  api({
    method: "POST",
    path: "/webhooks",
    body: { url, event_types: eventTypes },
    answer: CreatedWebhook,
    accountId,
  });

export const removeWebhook = (api: Api, accountId: string, webhookId: string) =>
  api({ method: "DELETE", path: `/webhooks/${webhookId}`, answer: z.unknown(), accountId });
