import { onDocumentWritten } from "firebase-functions/firestore";
import { toApiDevice } from "../api/resources.ts";
import { region } from "../config.ts";
import { systemContext } from "../context.ts";
import { toVersion } from "../database-clock.ts";
import { rerouteOnChange } from "../devices/reroute-on-change.ts";
import { Device } from "../schema/device.ts";
import { readDocument } from "../schema/read.ts";
import { getServices } from "../services.ts";
import { deviceEventTypes } from "../webhooks/device-events.ts";
import { deviceEventId } from "../webhooks/event-ids.ts";
import { getPublisher } from "./publisher.ts";

/** A phone came, went, or runs out of power. */
export const deviceChanged = onDocumentWritten(
  {
    document: "accounts/{accountId}/devices/{deviceId}",
    region,
    retry: true,
    memory: "256MiB",
    concurrency: 200,
    timeoutSeconds: 60,
  },
  async (event) => {
    const { accountId, deviceId } = event.params;
    const after = event.data?.after;
    if (!after?.exists) return;
    const read = (fields: unknown) =>
      fields === undefined ? null : readDocument(Device, after.ref.path, fields);
    const before = read(event.data?.before.data());
    const device = read(after.data());
    if (device !== null) {
      const change = { deviceId, before, after: device };
      await rerouteOnChange(systemContext(getServices(), accountId), change);
    }
    const types = deviceEventTypes(before, device);
    if (types.length === 0 || device === null || after.updateTime === undefined) return;
    const { updateTime } = after;
    await getPublisher()(
      accountId,
      types.map((type) => ({
        id: deviceEventId(deviceId, type, toVersion(updateTime)),
        type,
        at: updateTime.toDate(),
        data: toApiDevice({ id: deviceId, device }, updateTime.toDate()),
        deviceId,
        orderingKey: deviceId,
      })),
    );
  },
);
