import { onRequest } from "firebase-functions/https";
import {
  apiInstancesMin,
  region,
  serviceAccounts,
  stripeSecretKey,
  stripeWebhookSecret,
} from "../config.ts";

/** The public API: `/api/v1/…`. Loaded at the first call: every function's instance imports this file, and one serves it. */
export const api = onRequest(
  {
    region,
    memory: "512MiB",
    concurrency: 200,
    timeoutSeconds: 60,
    minInstances: apiInstancesMin,
    maxInstances: 100,
    serviceAccount: serviceAccounts.api,
    invoker: "public",
    secrets: [stripeSecretKey, stripeWebhookSecret],
  },
  async (req, res) => {
    const { answer } = await import("./listener.ts");
    await answer(req, res);
  },
);
