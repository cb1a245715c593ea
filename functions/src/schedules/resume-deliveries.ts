import { onSchedule } from "firebase-functions/scheduler";
import { region } from "../config.ts";
import { getServices } from "../services.ts";
import { resumeOverdueDeliveries } from "../webhooks/resume-overdue.ts";

/** Makes up for webhook deliveries whose task was lost. */
export const resumeDeliveries = onSchedule(
  { schedule: "every 5 minutes", region, memory: "256MiB", timeoutSeconds: 300, maxInstances: 1 },
  async () => {
    await resumeOverdueDeliveries(getServices());
  },
);
