import { onTaskDispatched } from "firebase-functions/tasks";
import { z } from "zod";
import { region, serviceAccounts } from "../config.ts";
import { wakeAsPlanned } from "../devices/wake.ts";
import { getServices } from "../services.ts";

const Payload = z.object({ deviceId: z.string(), plannedAt: z.iso.datetime() });

/** The time that a wake-up was planned for has come. */
export const wakeLater = onTaskDispatched(
  {
    region,
    invoker: serviceAccounts.work,
    memory: "256MiB",
    concurrency: 200,
    timeoutSeconds: 30,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 1, maxBackoffSeconds: 30 },
    rateLimits: { maxConcurrentDispatches: 500 },
  },
  async ({ data }) => {
    const { deviceId, plannedAt } = Payload.parse(data);
    await wakeAsPlanned(getServices(), { deviceId, plannedAt: new Date(plannedAt) });
  },
);
