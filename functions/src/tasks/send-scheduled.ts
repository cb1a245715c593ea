import { onTaskDispatched } from "firebase-functions/tasks";
import { z } from "zod";
import { region, serviceAccounts } from "../config.ts";
import { sendScheduledMessage } from "../messages/send-scheduled.ts";
import { getServices } from "../services.ts";

const Payload = z.object({ accountId: z.string(), messageId: z.string() });

/** The time that a message was scheduled for has come. */
export const sendScheduled = onTaskDispatched(
  {
    region,
    invoker: serviceAccounts.work,
    memory: "256MiB",
    concurrency: 100,
    timeoutSeconds: 60,
    retryConfig: { maxAttempts: 10, minBackoffSeconds: 1, maxBackoffSeconds: 60 },
    rateLimits: { maxConcurrentDispatches: 100 },
  },
  async ({ data }) => {
    await sendScheduledMessage(getServices(), Payload.parse(data));
  },
);
