import { beforeEach, describe, expect, test } from "vitest";
import { createApiCaller } from "../../testing/api.ts";
import type { Harness } from "../../testing/harness.ts";
import { startWebhookApi, type WebhookApi, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { createOutbound } from "../webhooks/outbound.ts";
import { createApiApp } from "./app.ts";

let harness: Harness;
let kit: WebhookKit;
let api: WebhookApi;

beforeEach(async () => {
  ({ harness, kit, api } = await startWebhookApi());
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
