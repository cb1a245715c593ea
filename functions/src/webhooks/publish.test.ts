import { beforeEach, describe, expect, test } from "vitest";
import { createMessage } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { countWrites } from "../../testing/phone.ts";
import { createWebhookKit, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { messageEvents } from "../triggers/message-changed.ts";
import { updateWebhook } from "./update.ts";

const URL = "http://127.0.0.1:9/";

let harness: Harness;
let kit: WebhookKit;

beforeEach(async () => {
  harness = await createHarness();
  kit = createWebhookKit(harness);
});

const at = new Date("2026-11-22T08:00:00.000Z");
const queued = createMessage({ timeline: { queued: at } });
const sent = createMessage({ status: "sent", timeline: { queued: at, sent: at } });
const delivered = createMessage({
  status: "delivered",
  timeline: { queued: at, sent: at, delivered: at },
});

const publishChange = (
  before: Parameters<typeof messageEvents>[1],
  after: Parameters<typeof messageEvents>[2],
) => kit.publish(harness.accountId, messageEvents("msg_1", before, after));

describe("publishEvents", () => {
  test("writes a delivery with the envelope, and a task, for each webhook that wants the event", async () => {
    const first = await kit.subscribe(URL);
    const second = await kit.subscribe(URL);
    await kit.subscribe(URL, { events: ["message.failed"] });
    const messageId = await kit.receive({ body: "Yes!", simSlot: 1 });
    const deliveries = await kit.deliveries();
    expect(deliveries.map(({ webhookId }) => webhookId).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(1);
    expect(JSON.parse(deliveries[0]?.payload ?? "")).toMatchObject({
      id: deliveries[0]?.eventId,
      type: "message.received",
      timestamp: "2026-11-22T08:00:00.000Z",
      account_id: harness.accountId,
      data: {
        ...{ id: messageId, direction: "inbound", status: "received", message: "Yes!" },
        ...{ from: "+14155550123", to: "+15550000001", device_id: "dev_1", sim_slot: 1 },
      },
    });
    expect(harness.tasks).toMatchObject([{ queue: "deliverWebhook" }, { queue: "deliverWebhook" }]);
  });

  test("publishes the same events and no others when a change comes twice, late and out of order", async () => {
    await kit.subscribe(URL, { events: ["message.queued", "message.sent", "message.delivered"] });
    const changes = [
      [undefined, queued],
      [queued, sent],
      [sent, delivered],
    ] as const;
    for (const [before, after] of [...changes, ...changes.toReversed(), ...changes]) {
      await publishChange(before, after);
    }
    const types = (await kit.deliveries()).map(({ eventType }) => eventType);
    expect(types.sort()).toEqual(["message.delivered", "message.queued", "message.sent"]);
    expect(harness.tasks).toHaveLength(3);
  });

  test("publishes each status of a change that skips some", async () => {
    await kit.subscribe(URL, { events: ["message.sent", "message.delivered"] });
    await publishChange(queued, delivered);
    const types = (await kit.deliveries()).map(({ eventType }) => eventType);
    expect(types.sort()).toEqual(["message.delivered", "message.sent"]);
  });

  test("makes up for a task that was not enqueued before the instance died", async () => {
    await kit.subscribe(URL);
    const broken = createWebhookKit({
      ...harness,
      services: {
        ...harness.services,
        tasks: {
          async enqueue() {
            throw new Error("The instance is gone.");
          },
        },
      },
    });
    const events = messageEvents("msg_1", queued, sent);
    await expect(broken.publish(harness.accountId, events)).rejects.toThrow("gone");
    expect(await kit.deliveries()).toHaveLength(1);
    await kit.publish(harness.accountId, events);
    expect(await kit.deliveries()).toHaveLength(1);
    expect(harness.tasks).toHaveLength(1);
  });

  test("keeps to the phones that a webhook names", async () => {
    const [other, named] = [await harness.addDevice(), await harness.addDevice()];
    await kit.subscribe(URL, { deviceIds: [named] });
    await kit.receive({ deviceId: other });
    expect(await kit.deliveries()).toEqual([]);
    await kit.receive({ deviceId: named });
    expect(await kit.deliveries()).toHaveLength(1);
  });

  test("leaves out webhooks that are off, and other accounts'", async () => {
    const { id } = await kit.subscribe(URL);
    await updateWebhook(harness.ctx, { id, isActive: false });
    const other = await createHarness();
    await createWebhookKit(other).subscribe(URL);
    await kit.receive();
    expect(await kit.deliveries()).toEqual([]);
    expect(await other.count(paths.deliveries(other.accountId))).toBe(0);
    expect(harness.tasks).toEqual([]);
  });

  test("writes nothing where nobody listens, and reads nothing where nothing happened", async () => {
    const before = { ...harness.engine.counters };
    await kit.publish(harness.accountId, messageEvents("msg_1", sent, sent));
    expect(harness.engine.counters).toEqual(before);
    await publishChange(queued, sent);
    expect(harness.engine.counters.writes).toBe(before.writes);
    expect(harness.engine.counters.reads - before.reads).toBeLessThanOrEqual(1);
  });

  test("reads the webhooks of 500 changes that come together twice", async () => {
    await kit.subscribe(URL, { events: ["message.failed"] });
    const before = harness.engine.counters.reads;
    await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        kit.publish(harness.accountId, messageEvents(`msg_${n}`, queued, sent)),
      ),
    );
    expect(harness.engine.counters.reads - before).toBe(2);
  });

  test("writes one document an event and webhook", async () => {
    await kit.subscribe(URL);
    expect(await countWrites(harness, () => publishChange(queued, sent))).toEqual({
      deliveries: 1,
    });
  });
});
