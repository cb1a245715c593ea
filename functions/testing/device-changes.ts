import { rerouteOnChange } from "../src/devices/reroute-on-change.ts";
import { Device } from "../src/schema/device.ts";
import { paths } from "../src/schema/paths.ts";
import type { Harness } from "./harness.ts";

/** Runs `work`, then delivers what it changed of the account's phones to the trigger, twice, as the platform may. */
export async function followDevices<T>(harness: Harness, work: () => Promise<T>): Promise<T> {
  const before = await readDevices(harness);
  const result = await work();
  for (const [id, { device, version }] of await readDevices(harness)) {
    const earlier = before.get(id);
    if (earlier?.version === version) continue;
    const change = { deviceId: id, before: earlier?.device ?? null, after: device };
    for (let n = 1; n <= 2; n += 1) await rerouteOnChange(harness.ctx, change);
  }
  return result;
}

async function readDevices({ db, accountId }: Harness) {
  const { docs } = await db.collection(paths.devices(accountId)).get();
  return new Map(
    docs.map((doc) => [
      doc.id,
      { device: Device.parse(doc.data()), version: doc.updateTime.valueOf() },
    ]),
  );
}
