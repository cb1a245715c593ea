import type { Delivery } from "../schema/delivery.ts";
import type { Webhook } from "../schema/webhook.ts";

export interface StoredWebhook {
  id: string;
  webhook: Webhook;
}

export interface StoredDelivery {
  id: string;
  delivery: Delivery;
}
