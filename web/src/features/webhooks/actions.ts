import {
  ApiDelivery,
  ApiWebhook,
  CreatedWebhook,
  DeliveryList,
  RotatedSecret,
  WebhookList,
} from "@handset/functions/schema/api/webhook.ts";
import type { SubscribableEventType } from "@handset/functions/schema/event.ts";
import { z } from "zod";
import type { Api } from "../../api.ts";

export const listWebhooks = (api: Api, accountId: string) =>
  api({ path: "/webhooks", answer: WebhookList, accountId });

export const readWebhook = (api: Api, accountId: string, webhookId: string) =>
  api({ path: `/webhooks/${webhookId}`, answer: ApiWebhook, accountId });

export const createWebhook = (
  api: Api,
  accountId: string,
  body: { url: string; events: SubscribableEventType[]; description: string },
) => api({ method: "POST", path: "/webhooks", body, answer: CreatedWebhook, accountId });

export const removeWebhook = (api: Api, accountId: string, webhookId: string) =>
  api({ method: "DELETE", path: `/webhooks/${webhookId}`, answer: z.unknown(), accountId });

export const switchOff = (api: Api, accountId: string, webhookId: string) =>
  api({
    method: "PATCH",
    path: `/webhooks/${webhookId}`,
    body: { active: false },
    answer: z.unknown(),
    accountId,
  });

export const switchOn = (api: Api, accountId: string, webhookId: string) =>
  api({ method: "POST", path: `/webhooks/${webhookId}/enable`, answer: z.unknown(), accountId });

export const testWebhook = (api: Api, accountId: string, webhookId: string) =>
  api({ method: "POST", path: `/webhooks/${webhookId}/test`, answer: ApiDelivery, accountId });

export const rotateSecret = (api: Api, accountId: string, webhookId: string) =>
  api({
    method: "POST",
    path: `/webhooks/${webhookId}/rotate-secret`,
    answer: RotatedSecret,
    accountId,
  });

export const listDeliveries = (
  api: Api,
  accountId: string,
  webhookId: string,
  query: { status?: string | undefined; cursor?: string | undefined },
) => api({ path: `/webhooks/${webhookId}/deliveries`, query, answer: DeliveryList, accountId });

export const readDelivery = (api: Api, accountId: string, deliveryId: string) =>
  api({ path: `/deliveries/${deliveryId}`, answer: ApiDelivery, accountId });

export const redeliver = (api: Api, accountId: string, deliveryId: string) =>
  api({
    method: "POST",
    path: `/deliveries/${deliveryId}/redeliver`,
    answer: z.unknown(),
    accountId,
  });

export const redeliverFailed = (api: Api, accountId: string, webhookId: string, since: Date) =>
  api({
    method: "POST",
    path: `/webhooks/${webhookId}/redeliver-failed`,
    body: { since: since.toISOString() },
    answer: ApiWebhook,
    accountId,
  });
