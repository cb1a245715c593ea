import { onDocumentUpdated } from "firebase-functions/firestore";
import { toApiWebhook } from "../api/webhook-resources.ts";
import { region } from "../config.ts";
import { readDocument } from "../schema/read.ts";
import { Webhook } from "../schema/webhook.ts";
import { disabledEventId } from "../webhooks/event-ids.ts";
import { getPublisher } from "./publisher.ts";

/** A webhook was disabled by its own target: the others are told. */
export const webhookChanged = onDocumentUpdated(
  {
    document: "accounts/{accountId}/webhooks/{webhookId}",
    region,
    retry: true,
    memory: "256MiB",
    timeoutSeconds: 60,
  },
  async (event) => {
    const { accountId, webhookId } = event.params;
    const before = event.data?.before.data();
    if (event.data === undefined || before?.disabled) return;
    const after = event.data.after;
    const webhook = readDocument(Webhook, after.ref.path, after.data());
    const { disabled } = webhook;
    if (disabled === null || disabled.reason === "owner") return;
    await getPublisher()(accountId, [
      {
        id: disabledEventId(webhookId, disabled.at),
        type: "webhook.disabled",
        at: disabled.at,
        data: toApiWebhook({ id: webhookId, webhook }),
        deviceId: null,
        orderingKey: webhookId,
      },
    ]);
  },
);
