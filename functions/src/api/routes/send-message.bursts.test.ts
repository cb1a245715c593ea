import { beforeEach, describe, expect, test } from "vitest";
import { createApiCaller, createSender, type Sender } from "../../../testing/api.ts";
import type { Harness } from "../../../testing/harness.ts";
import { paths } from "../../schema/paths.ts";

let harness: Harness;
let api: Sender;

beforeEach(async () => {
  ({ harness, api } = await createSender());
});

describe("POST /api/v1/send", () => {
  test("accepts 200 calls at once with the balance right and at most 24 writes of the account", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 7_000_000 });
    const before = harness.engine.counters.writes;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        api.send({ to: `+1415556${String(n).padStart(4, "0")}`, device_id: api.deviceId }),
      ),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect((await harness.account()).balance).toBe(1_000_000);
    const others = 200 * 2; // a message and a conversation each
    const batchWrites = harness.engine.counters.writes - before - others;
    expect(batchWrites).toBeLessThanOrEqual(2 * 24); // the account and the phone to wake, once a batch
  });

  test("never overdraws, whatever arrives at once", async () => {
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 5 * 30_000 });
    const other = await createApiCaller(harness);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? api : other).send({ to: `+1415555${1000 + n}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(15);
    expect((await harness.account()).balance).toBe(0);
  });
});
