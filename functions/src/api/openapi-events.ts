import { EventType } from "../schema/event.ts";
import { toEnvelope } from "../webhooks/envelope.ts";
import { toApiDevice, toApiMessage } from "./resources.ts";
import { inventDevice, inventMessage, inventWebhook, SAMPLE_TIME } from "./sample-resources.ts";

interface Described {
  summary: string;
  /** The component that `data` is; null: the properties are its own. */
  schema: string | null;
  data: object;
}

const DESCRIBED: Record<EventType, Described> = {
  "message.queued": ofMessage("A text was accepted", "queued"),
  "message.sent": ofMessage("The phone's radio sent a text", "sent"),
  "message.delivered": ofMessage("The carrier says that a text arrived", "delivered"),
  "message.failed": ofMessage("A text could not be sent; its price was given back", "failed"),
  "message.expired": ofMessage("A text was not sent in time; its price was given back", "expired"),
  "message.canceled": ofMessage("A text was canceled; its price was given back", "canceled"),
  "message.received": ofMessage("A text came in", "received"),
  "device.online": ofDevice("A phone is back", "device.online"),
  "device.offline": ofDevice("A phone stays away", "device.offline"),
  "device.low_battery": ofDevice("A phone runs out of power", "device.low_battery"),
  "balance.low": {
    summary: "The balance fell below its threshold",
    schema: null,
    data: { balance: 4_970_000, currency: "USD", price_per_segment: 30_000, threshold: 5_000_000 },
  },
  "webhook.disabled": {
    summary: "Another webhook was disabled by its own target",
    schema: "Webhook",
    data: inventWebhook(),
  },
  "test.ping": {
    summary: "Somebody asked for a test",
    schema: null,
    data: { webhook_id: "whk_5tYc8Jw2Lq9XhZr4VnKd7B", message: "Your webhook works." },
  },
};

/** The document's `webhooks`: what is sent to the URLs that were registered. */
export const EVENTS_DESCRIBED = Object.fromEntries(
  EventType.options.map((type) => [type, { post: describeEvent(type, DESCRIBED[type]) }]),
);

function describeEvent(type: EventType, { summary, schema, data }: Described) {
  return {
    operationId: `on_${type.replace(".", "_")}`,
    summary,
    tags: ["Webhooks"],
    security: [],
    parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
      name,
      in: "header",
      required: true,
      schema: { type: "string" },
    })),
    requestBody: {
      content: {
        "application/json": {
          schema: {
            allOf: [
              { $ref: "#/components/schemas/Event" },
              {
                type: "object",
                properties: {
                  type: { const: type },
                  ...(schema !== null && { data: { $ref: `#/components/schemas/${schema}` } }),
                },
              },
            ],
          },
          example: toEnvelope("acc_3hTq8Zw1Xn6RvLc9YkPd2M", {
            id: "evt_7pWz2Kq9Ln4XcRt6VbYs1H",
            type,
            at: SAMPLE_TIME,
            data,
          }),
        },
      },
    },
    responses: {
      "2XX": { description: "Got it." },
      "410": { description: "Send nothing more: the webhook is disabled." },
      "4XX": { description: "Try again later." },
    },
  };
}

function ofMessage(summary: string, status: Parameters<typeof inventMessage>[0]): Described {
  return { summary, schema: "Message", data: toApiMessage(inventMessage(status)) };
}

function ofDevice(summary: string, type: Parameters<typeof inventDevice>[0]): Described {
  return { summary, schema: "Device", data: toApiDevice(inventDevice(type), SAMPLE_TIME) };
}
