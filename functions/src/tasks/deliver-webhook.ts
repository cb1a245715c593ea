import { onTaskDispatched } from "firebase-functions/tasks";
import { region, serviceAccounts } from "../config.ts";
import { getServices } from "../services.ts";
import { createWebhookDeliverer, type DeliverWebhook } from "../webhooks/deliver.ts";
import { PlannedAttempt } from "../webhooks/enqueue-attempt.ts";

let deliver: DeliverWebhook | undefined;

/** One attempt of one delivery. Retries of the task itself are for our own failures; a target's failure plans a new task. */
export const deliverWebhook = onTaskDispatched(
  {
    region,
    serviceAccount: serviceAccounts.webhooks,
    invoker: serviceAccounts.work,
    memory: "512MiB",
    concurrency: 250,
    timeoutSeconds: 120,
    retryConfig: { maxAttempts: 20, minBackoffSeconds: 1, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 },
  },
  async ({ data }) => {
    deliver ??= createWebhookDeliverer(getServices());
    await deliver(PlannedAttempt.parse(data));
  },
);
