import { beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import { startWebhookApi, type WebhookApi, type WebhookKit } from "../../testing/webhooks.ts";
import { EventType } from "../schema/event.ts";

let harness: Harness;
let kit: WebhookKit;
let api: WebhookApi;

beforeEach(async () => {
  ({ harness, kit, api } = await startWebhookApi());
});

describe("GET /api/v1/events/samples/{type}", () => {
  const samples = async (type: string, as = api.key) =>
    (await api.call(`/events/samples/${type}`, { as })).body;

  test.each(EventType.options)(
    "gives a faithful sample of %s, though nothing happened yet",
    async (type) => {
      const [sample, ...others] = await samples(type);
      expect(others).toEqual([]);
      expect(sample).toMatchObject({ type, account_id: harness.accountId, id: "evt_sample" });
      expect(sample.data).toBeTypeOf("object");
    },
  );

  test("gives the account's own newest, under the ids that were delivered", async () => {
    await api.subscribe();
    await kit.receive({ body: "First" });
    const [delivered] = await kit.deliveries();
    const [sample] = await samples("message.received");
    expect(sample).toEqual(JSON.parse(delivered?.payload ?? ""));
  });

  test("shows no message to a key that may not read any", async () => {
    await kit.receive({ body: "Secret" });
    expect(JSON.stringify(await samples("message.received"))).toContain("Secret");
    const as = await harness.issueKey(["webhooks:read"]);
    expect(JSON.stringify(await samples("message.received", as))).not.toContain("Secret");
  });

  test("refuses a type that does not exist", async () => {
    expect((await api.call("/events/samples/message.eaten")).status).toBe(422);
  });
});
