import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHarness, type Harness } from "../../../testing/harness.ts";
import { deliverWake, pairTestPhone, type TestPhone } from "../../../testing/phone.ts";
import { removeDevice } from "../../devices/remove.ts";
import { updateDevice } from "../../devices/update.ts";
import { paths } from "../../schema/paths.ts";
import { createMobileApp } from "../app.ts";

let harness: Harness;
let phone: TestPhone;
const open: { cancel(): Promise<void> }[] = [];
beforeEach(async () => {
  harness = await createHarness();
  phone = await pairTestPhone(harness);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.cancel()));
});

/** Opens a stream; `next` gives what comes, piece by piece, and null at its end. */
async function openStream(streamSeconds?: number) {
  const app = createMobileApp(harness.services, { ...(streamSeconds && { streamSeconds }) });
  const answer = await app.request("/mobile/v1/events", {
    headers: { Authorization: `Bearer ${phone.token}` },
  });
  expect(answer.status).toBe(200);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const stream = {
    answer,
    next: async () => {
      const { value, done } = await reader.read();
      return done ? null : decoder.decode(value);
    },
    cancel: () => reader.cancel(),
  };
  open.push(stream);
  return stream;
}

const device = () => harness.read(paths.device(harness.accountId, phone.id));

async function requestWake(): Promise<void> {
  await harness.db
    .doc(paths.wake(phone.id))
    .set({ accountId: harness.accountId, requestedAt: harness.now() });
}

describe("GET /events", () => {
  test("passes a wake-up on as the app reads it", async () => {
    const stream = await openStream();
    expect(stream.answer.headers.get("Content-Type")).toBe("text/event-stream");
    expect(await stream.next()).toBe(":open\n\n");
    await requestWake();
    expect(await deliverWake(harness, phone.id)).toBe("woken");
    expect(await stream.next()).toBe("event: MessageEnqueued\ndata: null\n\n");
  });

  test("tells the phone of new settings", async () => {
    const stream = await openStream();
    await stream.next();
    await updateDevice(harness.ctx, { deviceId: phone.id, pacing: { perMinute: 5 } });
    expect(await stream.next()).toBe("event: SettingsUpdated\ndata: null\n\n");
  });

  test("begins with a wake-up where something waits, and does not repeat an old one", async () => {
    await requestWake();
    await deliverWake(harness, phone.id);
    const idle = await openStream();
    expect(await idle.next()).toBe(":open\n\n");
    await harness.addMessage({ deviceId: phone.id, queuedFor: phone.id });
    const busy = await openStream();
    expect(await busy.next()).toBe("event: MessageEnqueued\ndata: null\n\n");
  });

  test("makes the phone present, by stream where it has no push", async () => {
    await harness.db
      .doc(paths.device(harness.accountId, phone.id))
      .update({ isOnline: false, wakeChannel: "poll" });
    await openStream();
    expect(await device()).toMatchObject({ isOnline: true, wakeChannel: "stream" });
  });

  test("leaves a phone that has push on push", async () => {
    await phone.request("PATCH", "/device", { id: phone.id, pushToken: "fcm" });
    await openStream();
    expect(await device()).toMatchObject({ wakeChannel: "push" });
  });

  test("ends when the phone is removed", async () => {
    const stream = await openStream();
    await stream.next();
    await removeDevice(harness.ctx, { deviceId: phone.id });
    expect(await stream.next()).toBeNull();
  });

  test("closes by itself before the function is cut off", async () => {
    const stream = await openStream(0.01);
    expect(await stream.next()).toBe(":open\n\n");
    expect(await stream.next()).toBeNull();
  });
});
