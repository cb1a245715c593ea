import { onSchedule } from "firebase-functions/scheduler";
import { region } from "../config.ts";
import { releaseScheduledMessages } from "../messages/send-scheduled.ts";
import { getServices } from "../services.ts";

/** Makes up for scheduled messages whose task was lost. */
export const releaseScheduled = onSchedule(
  { schedule: "every 5 minutes", region, memory: "256MiB", timeoutSeconds: 300, maxInstances: 1 },
  async () => {
    await releaseScheduledMessages(getServices());
  },
);
