import { beforeEach, describe, expect, test } from "vitest";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookApi, type WebhookApi, type WebhookKit } from "../../testing/webhooks.ts";

let kit: WebhookKit;
let receiver: Receiver;
let api: WebhookApi;

beforeEach(async () => {
  ({ kit, receiver, api } = await startWebhookApi());
});

describe("deliveries over the API", () => {
  test("show their deliveries by status, event and time, a page at a time", async () => {
    const { id } = (await api.subscribe({ events: ["message.received", "message.sent"] })).body;
    receiver.answer({ status: 200 }, { status: 500 });
    for (let n = 0; n < 3; n++) {
      await kit.receive({ conversationId: `cnv_${n}` });
      await kit.runDue();
      await kit.runFor(1000);
    }
    const list = async (query: string) =>
      (await api.call(`/webhooks/${id}/deliveries${query}`)).body;
    expect((await list("")).data).toHaveLength(3);
    expect((await list("?status=delivered")).data).toMatchObject([
      { event: "message.received", attempts_count: 1, last_status_code: 200 },
    ]);
    expect((await list("?status=pending&event=message.received")).data).toHaveLength(2);
    expect((await list("?event=message.sent")).data).toEqual([]);
    expect((await list("?created_after=2026-11-22T08:00:01Z")).data).toHaveLength(2);
    const first = await list("?limit=2");
    const second = await list(`?limit=2&cursor=${first.next_cursor}`);
    expect([...first.data, ...second.data].map(({ created_at }) => created_at)).toEqual([
      "2026-11-22T08:00:02.000Z",
      "2026-11-22T08:00:01.000Z",
      "2026-11-22T08:00:00.000Z",
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test("show one delivery with its payload and attempts, and deliver it again", async () => {
    await api.subscribe();
    await kit.receive({ body: "Yes!" });
    await kit.runDue();
    const { id } = await kit.delivery();
    const shown = (await api.call(`/deliveries/${id}`)).body;
    expect(JSON.parse(shown.payload)).toMatchObject({ data: { message: "Yes!" } });
    expect(shown.attempts).toMatchObject([{ status_code: 200 }]);
    const again = await api.call(`/deliveries/${id}/redeliver`, { method: "POST" });
    expect(again.status).toBe(202);
    expect(again.body.status).toBe("pending");
    await kit.runDue();
    expect(receiver.received).toHaveLength(2);
  });

  test("deliver again what failed, with the progress on the webhook", async () => {
    const { id } = (await api.subscribe()).body;
    const path = `/webhooks/${id}/redeliver-failed`;
    const { status, body } = await api.call(path, { body: { since: "2026-11-22T07:00:00Z" } });
    expect(status).toBe(202);
    expect(body.redelivery).toMatchObject({ status: "done", total: 0, redelivered: 0 });
    expect((await api.call(path, { body: {} })).body).toMatchObject({
      errors: [{ field: "since" }],
    });
  });
});
