import { onSchedule } from "firebase-functions/scheduler";
import { countUsage as count } from "../billing/count-usage.ts";
import { region } from "../config.ts";
import { getServices } from "../services.ts";

/** Counts what became of yesterday's messages, and of those of two and of eight days ago, whose reports came late. */
export const countUsage = onSchedule(
  {
    schedule: "every day 00:20",
    timeZone: "UTC",
    region,
    memory: "512MiB",
    timeoutSeconds: 1800,
    maxInstances: 1,
  },
  async () => {
    const services = getServices();
    for (const daysAgo of [1, 2, 8]) await count(services, daysAgo);
  },
);
