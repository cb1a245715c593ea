import { expect, test } from "vitest";
import { createHarness } from "../../testing/harness.ts";
import { pairTestPhone } from "../../testing/phone.ts";
import { paths } from "../schema/paths.ts";
import { removeDevice } from "./remove.ts";
import { rotatePairingSecret } from "./rotate-pairing-secret.ts";
import { updateDevice } from "./update.ts";

test("the audit log tells who paired, changed and removed a phone, and nothing of what changed nothing", async () => {
  const harness = await createHarness();
  const { id: deviceId } = await pairTestPhone(harness);
  const name = (await harness.read(paths.device(harness.accountId, deviceId)))?.name;
  const step = async (work: () => Promise<unknown>) => {
    harness.advance(1_000);
    await work();
  };
  for (const isPaused of [true, true, false]) {
    await step(() => updateDevice(harness.ctx, { deviceId, isPaused }));
  }
  await step(() => updateDevice(harness.ctx, { deviceId, name: "Front desk" }));
  await step(() => rotatePairingSecret(harness.ctx));
  await step(() => removeDevice(harness.ctx, { deviceId }));

  const { docs } = await harness.db
    .collection(paths.audit(harness.accountId))
    .orderBy("createdAt")
    .get();
  const { actor } = harness.ctx;
  expect(docs.map((entry) => entry.data())).toMatchObject([
    { action: "device.paired", actor: { type: "device", id: deviceId }, details: { by: "code" } },
    { action: "device.changed", actor, details: { name, changed: "isPaused" } },
    { action: "device.changed", actor, details: { name, changed: "isPaused" } },
    { action: "device.changed", actor, details: { name, changed: "name" } },
    { action: "pairing_secret.rotated", actor, target: harness.accountId },
    { action: "device.removed", actor, target: deviceId, details: { name: "Front desk" } },
  ]);
});
