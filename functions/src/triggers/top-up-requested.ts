import { onDocumentCreated } from "firebase-functions/firestore";
import { chargeSavedCard } from "../billing/charge-saved-card.ts";
import { billingTerms, region, stripeSecretKey } from "../config.ts";
import { connectPayments } from "../payments.ts";
import { TopUpRequest } from "../schema/payment.ts";
import { readDocument } from "../schema/read.ts";
import { getServices } from "../services.ts";

/** Spending took a balance below its threshold: the kept card is charged. */
export const topUpRequested = onDocumentCreated(
  {
    document: "topUpRequests/{requestId}",
    region,
    retry: true,
    memory: "256MiB",
    timeoutSeconds: 120,
    secrets: [stripeSecretKey],
  },
  async (event) => {
    if (event.data === undefined) return;
    const request = readDocument(TopUpRequest, event.data.ref.path, event.data.data());
    const { requestId } = event.params;
    const dependencies = { payments: connectPayments(), terms: billingTerms() };
    await chargeSavedCard(getServices(), dependencies, { requestId, request });
  },
);
