import {
  ApiDelivery,
  type ApiDeliverySummary,
  ApiWebhook,
  CreatedWebhook,
  DeliveryList,
  RotatedSecret,
  WebhookList,
} from "@handset/functions/schema/api/webhook.ts";
import type { SubscribableEventType } from "@handset/functions/schema/event.ts";
import { type Api, parsed, SLOW_TIMEOUT_MS } from "../../api.ts";

export const listWebhooks = (api: Api, accountId: string) =>
  parsed(WebhookList, api.call("listWebhooks", {}, { accountId }));

export const readWebhook = (api: Api, accountId: string, id: string) =>
  parsed(ApiWebhook, api.call("getWebhook", { path: { id } }, { accountId }));

export const createWebhook = (
  api: Api,
  accountId: string,
  body: { url: string; events: SubscribableEventType[]; description: string },
) => parsed(CreatedWebhook, api.call("createWebhook", { body }, { accountId }));

export const removeWebhook = (api: Api, accountId: string, id: string) =>
  api.call("deleteWebhook", { path: { id } }, { accountId });

export const switchOff = (api: Api, accountId: string, id: string) =>
  api.call("updateWebhook", { path: { id }, body: { active: false } }, { accountId });

export const switchOn = (api: Api, accountId: string, id: string) =>
  api.call("enableWebhook", { path: { id } }, { accountId });

export const testWebhook = (api: Api, accountId: string, id: string) => {
  const options = { accountId, timeoutMs: SLOW_TIMEOUT_MS };
  return parsed(ApiDelivery, api.call("testWebhook", { path: { id } }, options));
};

export const rotateSecret = (api: Api, accountId: string, id: string) =>
  parsed(RotatedSecret, api.call("rotateWebhookSecret", { path: { id } }, { accountId }));

export const listDeliveries = (
  api: Api,
  accountId: string,
  id: string,
  query: { status?: ApiDeliverySummary["status"] | undefined; cursor?: string | undefined },
) => parsed(DeliveryList, api.call("listDeliveries", { path: { id }, query }, { accountId }));

export const readDelivery = (api: Api, accountId: string, id: string) =>
  parsed(ApiDelivery, api.call("getDelivery", { path: { id } }, { accountId }));

export const redeliver = (api: Api, accountId: string, id: string) =>
  api.call("redeliver", { path: { id } }, { accountId });

export const redeliverFailed = (api: Api, accountId: string, id: string, since: Date) => {
  const body = { since: since.toISOString() };
  return parsed(ApiWebhook, api.call("redeliverFailed", { path: { id }, body }, { accountId }));
};
