import { beforeEach, describe, expect, test } from "vitest";
import { createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";
import { paths } from "../../schema/paths.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("POST /api/v1/send", () => {
  test("answers an Idempotency-Key that comes twice with the same bytes, and sends once", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    const first = await api.send({}, { headers });
    const second = await api.send({}, { headers });
    expect(second.status).toBe(202);
    expect(second.text).toBe(first.text);
    expect(second.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
    expect((await harness.account()).balance).toBe(9_970_000);
  });

  test("sends once when calls with one Idempotency-Key arrive at the same moment", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.send({}, { headers })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
  });

  test("refuses an Idempotency-Key that came with another body", async () => {
    const headers = { "Idempotency-Key": "order-1042" };
    await api.send({}, { headers });
    const other = await api.send({ message: "Bye" }, { headers });
    expect(other.body).toMatchObject({ status: 422, code: "idempotency_key_reused" });
    expect(await harness.count(paths.messages(harness.accountId))).toBe(1);
  });
});
