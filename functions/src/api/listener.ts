import { getRequestListener } from "@hono/node-server";
import { billingTerms, stripeWebhookSecret } from "../config.ts";
import { connectPayments } from "../payments.ts";
import { getServices } from "../services.ts";
import { createApiApp } from "./app.ts";

const app = createApiApp(getServices(), {
  billing: billingTerms(),
  payments: connectPayments({ webhookSecret: stripeWebhookSecret.value() }),
});

export const answer = getRequestListener(app.fetch);
