import { onTaskDispatched } from "firebase-functions/tasks";
import { region, serviceAccounts } from "../config.ts";
import { getServices } from "../services.ts";
import { continueRedelivery, RedeliveryPart } from "../webhooks/redeliver-failed.ts";

/** One part of a run that delivers again what failed. */
export const redeliverFailed = onTaskDispatched(
  {
    region,
    invoker: serviceAccounts.work,
    memory: "256MiB",
    concurrency: 20,
    timeoutSeconds: 120,
    retryConfig: { maxAttempts: 10, minBackoffSeconds: 1, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 20 },
  },
  async ({ data }) => {
    await continueRedelivery(getServices(), RedeliveryPart.parse(data));
  },
);
