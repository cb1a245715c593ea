import { onSchedule } from "firebase-functions/scheduler";
import { region } from "../config.ts";
import { markOfflineDevices } from "../devices/mark-offline.ts";
import { getServices } from "../services.ts";

/** Notices phones that stay away. */
export const markOffline = onSchedule(
  { schedule: "every 1 minutes", region, memory: "256MiB", timeoutSeconds: 300, maxInstances: 1 },
  async () => {
    await markOfflineDevices(getServices());
  },
);
