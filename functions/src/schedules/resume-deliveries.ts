import { onSchedule } from "firebase-functions/scheduler";
import { region } from "../config.ts";
import { runAll } from "../run-all.ts";
import { getServices } from "../services.ts";
import { resumeOverdueDeliveries } from "../webhooks/resume-overdue.ts";
import { resumeRedeliveries } from "../webhooks/resume-redeliveries.ts";

/** Makes up for webhook deliveries, and for runs that deliver again, whose task was lost. */
export const resumeDeliveries = onSchedule(
  { schedule: "every 5 minutes", region, memory: "256MiB", timeoutSeconds: 300, maxInstances: 1 },
  async () => {
    await runAll<typeof resumeRedeliveries | typeof resumeOverdueDeliveries, unknown>(
      [resumeOverdueDeliveries, resumeRedeliveries],
      (resume) => resume(getServices()),
    );
  },
);
