import { beforeEach, describe, expect, test } from "vitest";
import { createApiCaller, nothingIsWritten } from "../../testing/api.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookApi, type WebhookApi, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { createOutbound } from "../webhooks/outbound.ts";
import { createApiApp } from "./app.ts";

let harness: Harness;
let kit: WebhookKit;
let api: WebhookApi;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, api, receiver } = await startWebhookApi());
});

describe("refuses", () => {
  const cloud = (...answers: string[]) =>
    createApiApp({
      ...harness.services,
      outbound: createOutbound({
        allowsPrivateTargets: false,
        resolve: async () => [{ address: answers.shift() ?? "93.184.216.34", family: 4 }],
      }),
    });

  test.each([
    ["http", "http://example.com/"],
    ["loopback in decimal", "https://2130706433/"],
    ["loopback in octal", "https://0177.0.0.1/"],
    ["metadata in hex", "https://0xa9fea9fe/latest/meta-data/"],
    ["IPv4-mapped", "https://[::ffff:169.254.169.254]/"],
    ["NAT64", "https://[64:ff9b::7f00:1]/"],
    ["a name inside", "https://metadata.google.internal/"],
    ["what DNS leads inside", "https://inside.example.com/"],
  ])("%s, with a sentence that says why", async (_name, url) => {
    const guarded = await createApiCaller(harness, cloud("192.168.0.10"));
    const { status, body } = await guarded.call("/webhooks", {
      body: { url, events: ["message.received"] },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: "invalid_request", errors: [{ field: "url" }] });
    expect(body.detail.length).toBeGreaterThan(30);
    expect(await harness.count(paths.webhooks(harness.accountId))).toBe(0);
  });

  test("a change of the address to one inside", async () => {
    const { id, url } = (await api.subscribe()).body;
    const guarded = await createApiCaller(harness, cloud());
    const change = { method: "PATCH", body: { url: "https://10.0.0.1/" } };
    expect((await guarded.call(`/webhooks/${id}`, change)).status).toBe(422);
    expect((await kit.webhook(id)).url).toBe(url);
  });

  test.each([
    ["no events", { events: [] }, "events"],
    ["an event that does not exist", { events: ["message.eaten"] }, "events[0]"],
    ["a test.ping", { events: ["test.ping"] }, "events[0]"],
    ["a header that is not a customer's", { headers: { Host: "x" } }, "headers.Host"],
    ["an unknown field", { secret: "mine" }, "secret"],
  ])("%s, by field", async (_name, more, field) => {
    expect((await api.subscribe(more)).body).toMatchObject({ errors: [{ field }] });
  });

  describe("phones that the account does not have", () => {
    const unknown = (id: string) =>
      `There is no phone ${id}. Give ids as GET /api/v1/devices has them.`;

    test("on a new webhook, each by its id, and writes nothing", async () => {
      const own = await harness.addDevice();
      await nothingIsWritten(harness, async () => {
        const device_ids = [own, "dev_gone", own, "dev_typo"];
        const { status, body } = await api.subscribe({ device_ids });
        expect({ status, code: body.code }).toEqual({ status: 422, code: "invalid_request" });
        expect(body.errors).toEqual([
          { field: "device_ids[1]", message: unknown("dev_gone") },
          { field: "device_ids[3]", message: unknown("dev_typo") },
        ]);
      });
    });

    test("on a change, which leaves the webhook as it was", async () => {
      const own = await harness.addDevice();
      const { id } = (await api.subscribe({ device_ids: [own] })).body;
      await nothingIsWritten(harness, async () => {
        const change = { method: "PATCH", body: { device_ids: ["dev_gone"], description: "New" } };
        expect((await api.call(`/webhooks/${id}`, change)).body).toMatchObject({
          status: 422,
          errors: [{ field: "device_ids[0]", message: unknown("dev_gone") }],
        });
      });
      const toAll = { method: "PATCH", body: { device_ids: null } };
      expect((await api.call(`/webhooks/${id}`, toAll)).body).toMatchObject({ device_ids: null });
    });

    test("another account's with the bytes of one that does not exist", async () => {
      const foreign = await (await createHarness()).addDevice();
      const theirs = await api.subscribe({ device_ids: [foreign] });
      const nobodys = await api.subscribe({ device_ids: ["dev_0000000000000000000000"] });
      const bytes = (text: string) => text.replace(/req_\w+/, "").replaceAll(/dev_\w+/g, "");
      expect(theirs.status).toBe(422);
      expect(bytes(theirs.text)).toBe(bytes(nobodys.text));
    });

    test("that no document could be, as no ids", async () => {
      for (const id of ["", "a/b", "..", "__x__", "x".repeat(2_000)]) {
        const { status, body } = await api.subscribe({ device_ids: [id] });
        expect({ status, field: body.errors?.[0]?.field }).toEqual({
          status: 422,
          field: "device_ids[0]",
        });
      }
    });

    test("at no more reads than ids were given", async () => {
      for (let n = 0; n < 5; n++) await harness.addDevice();
      const before = harness.engine.counters.reads;
      await expect(
        kit.subscribe(receiver.url, { deviceIds: ["dev_1", "dev_2", "dev_1"] }),
      ).rejects.toMatchObject({ code: "invalid_request" });
      expect(harness.engine.counters.reads - before).toBeLessThanOrEqual(2);
    });
  });

  test("a webhook too many", async () => {
    await harness.db.runTransaction(async (tx) => {
      const { id } = (await api.subscribe()).body;
      const webhook = await kit.webhook(id);
      for (let n = 1; n < 50; n++) {
        tx.create(harness.db.doc(paths.webhook(harness.accountId, `whk_${n}`)), webhook);
      }
    });
    expect((await api.subscribe()).body).toMatchObject({ code: "conflict" });
  });
});
