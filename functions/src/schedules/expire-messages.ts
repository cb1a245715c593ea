import { onSchedule } from "firebase-functions/scheduler";
import { region } from "../config.ts";
import { expireMessages as expire } from "../messages/expire.ts";
import { getServices } from "../services.ts";

/** Ends messages that were not sent in time. */
export const expireMessages = onSchedule(
  { schedule: "every 1 minutes", region, memory: "256MiB", timeoutSeconds: 300, maxInstances: 1 },
  async () => {
    await expire(getServices());
  },
);
