import { onDocumentCreated } from "firebase-functions/firestore";
import { region } from "../config.ts";
import { Alert } from "../schema/alert.ts";
import { readDocument } from "../schema/read.ts";
import { getPublisher } from "./publisher.ts";

/** A balance fell below its threshold. The account's own document changes with every batch of messages; this one only then. */
export const alertCreated = onDocumentCreated(
  {
    document: "accounts/{accountId}/alerts/{alertId}",
    region,
    retry: true,
    memory: "256MiB",
    timeoutSeconds: 60,
  },
  async (event) => {
    const { accountId, alertId } = event.params;
    if (event.data === undefined) return;
    const alert = readDocument(Alert, event.data.ref.path, event.data.data());
    await getPublisher()(accountId, [
      {
        id: alertId,
        type: alert.type,
        at: alert.createdAt,
        data: {
          balance: alert.balance,
          currency: alert.currency,
          price_per_segment: alert.pricePerSegment,
          threshold: alert.threshold,
        },
        deviceId: null,
        orderingKey: accountId,
      },
    ]);
  },
);
