import { onDocumentWritten } from "firebase-functions/firestore";
import { region } from "../config.ts";
import { toVersion } from "../database-clock.ts";
import { wakePhone as wake } from "../devices/wake.ts";
import { WakeRequest } from "../schema/device.ts";
import { readDocument } from "../schema/read.ts";
import { getServices } from "../services.ts";

/** Something waits for a phone. */
export const wakePhone = onDocumentWritten(
  {
    document: "wakes/{deviceId}",
    region,
    retry: true,
    memory: "256MiB",
    concurrency: 200,
    timeoutSeconds: 30,
  },
  async (event) => {
    const request = event.data?.after;
    if (!request?.exists) return;
    await wake(getServices(), {
      accountId: readDocument(WakeRequest, request.ref.path, request.data()).accountId,
      deviceId: event.params.deviceId,
      version: toVersion(request.updateTime),
    });
  },
);
