import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAcceptInput } from "../../testing/factories.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { deliverWake } from "../../testing/phone.ts";
import { USUAL_TERMS } from "../billing/terms.ts";
import { removeDevice } from "../devices/remove.ts";
import { sha256 } from "../ids.ts";
import { paths } from "../schema/paths.ts";
import { type AcceptMessages, createMessageAcceptor } from "./accept.ts";

let harness: Harness;
let deviceId: string;
let accept: AcceptMessages;
let restore = () => {};
beforeEach(async () => {
  harness = await createHarness();
  deviceId = await harness.addDevice();
  accept = createMessageAcceptor(harness.services, USUAL_TERMS);
});
afterEach(() => restore());

const send = (by: AcceptMessages, key: string | null = null, more: { sendAt?: Date } = {}) =>
  by(
    harness.ctx,
    createAcceptInput({
      deviceId,
      idempotency: key === null ? null : { keyHash: sha256(key), requestHash: sha256("Hello") },
      ...more,
    }),
  );

/** Runs `work` between the reading and the writing of each commit outside a transaction. Returns how many there were. */
function beforeCommits(work: () => Promise<unknown>): () => number {
  const { db } = harness;
  const { batch } = db;
  let count = 0;
  restore = () => {
    db.batch = batch;
  };
  db.batch = () => {
    const writes = batch.call(db);
    const { commit } = writes;
    writes.commit = async () => {
      count += 1;
      await work();
      return commit.call(writes);
    };
    return writes;
  };
  return () => count;
}

const messageCount = () => harness.count(paths.messages(harness.accountId));
const accountRef = () => harness.db.doc(paths.account(harness.accountId));

describe("a batch that was overtaken between its reading and its writing", () => {
  test("is decided again: refused where the balance was spent meanwhile, and nothing is written", async () => {
    const count = beforeCommits(() => accountRef().update({ balance: 29_999 }));
    await expect(send(accept)).rejects.toMatchObject({ code: "insufficient_balance" });
    expect(count()).toBe(1);
    expect(await messageCount()).toBe(0);
    expect((await harness.account()).balance).toBe(29_999);
  });

  test("is charged on top of what the other took", async () => {
    beforeCommits(() => accountRef().update({ balance: 1_000_000 }));
    expect((await send(accept)).balance).toBe(970_000);
    expect((await harness.account()).balance).toBe(970_000);
    expect(await messageCount()).toBe(1);
  });

  test("gives the other's answer where its Idempotency-Key came in there too", async () => {
    const other = createMessageAcceptor(harness.services, USUAL_TERMS);
    let first: Awaited<ReturnType<AcceptMessages>> | undefined;
    beforeCommits(async () => {
      restore();
      first = await send(other, "order-1042");
    });
    const second = await send(accept, "order-1042");
    expect(second.isReplay).toBe(true);
    expect(second.messages.map(({ id }) => id)).toEqual(first?.messages.map(({ id }) => id));
    expect(await messageCount()).toBe(1);
    expect((await harness.account()).balance).toBe(9_970_000);
  });

  test("makes the account's next batches queue in transactions for five seconds", async () => {
    const count = beforeCommits(() => accountRef().update({ name: `n${Math.random()}` }));
    await send(accept);
    await send(accept);
    expect(count()).toBe(1);
    harness.advance(5_000);
    await send(accept);
    expect(count()).toBe(2);
    expect(await messageCount()).toBe(3);
    expect((await harness.account()).balance).toBe(9_910_000);
  });
});

test("a key whose record has run out sends anew", async () => {
  await send(accept, "order-1042");
  harness.advance(24 * 3_600_000 + 1);
  expect((await send(accept, "order-1042")).isReplay).toBe(false);
  expect(await messageCount()).toBe(2);
});

test("two instances that send on one account at the same moment charge for each message once", async () => {
  const other = createMessageAcceptor(harness.services, USUAL_TERMS);
  await Promise.all(Array.from({ length: 40 }, (_, n) => send(n % 2 ? accept : other)));
  expect(await messageCount()).toBe(40);
  expect((await harness.account()).balance).toBe(10_000_000 - 40 * 30_000);
});

describe("a batch whose commit got through and was not answered", () => {
  const send2 = () => Promise.all([send(accept), send(accept, "order-1042")]);
  const expectOnce = async (sent: Promise<{ balance: number }[]>) => {
    expect(await sent).toMatchObject([{ balance: 9_970_000 }, { balance: 9_940_000 }]);
    expect(await messageCount()).toBe(2);
    expect((await harness.account()).balance).toBe(9_940_000);
  };

  test("is accepted, once, where the client commits again", async () => {
    const { db } = harness;
    const { batch } = db;
    restore = () => {
      db.batch = batch;
    };
    db.batch = () => {
      const writes = batch.call(db);
      const { commit } = writes;
      writes.commit = async () => {
        await commit.call(writes);
        throw Object.assign(new Error("It was changed since."), { code: 9 });
      };
      return writes;
    };
    await expectOnce(send2());
  });

  test("is accepted, once, where the transaction runs again", async () => {
    beforeCommits(() => accountRef().update({ updatedAt: harness.now() }));
    const { db } = harness;
    const { runTransaction } = db;
    const restoreBatch = restore;
    restore = () => {
      restoreBatch();
      db.runTransaction = runTransaction;
    };
    db.runTransaction = async (work, options) => {
      await runTransaction.call(db, work, options);
      return runTransaction.call(db, work, options) as never;
    };
    await expectOnce(send2());
  });
});

test("a message that is accepted while its phone is removed fails at once, and its price is given back", async () => {
  beforeCommits(() => removeDevice(harness.ctx, { deviceId }));
  const [accepted] = (await send(accept)).messages;
  await deliverWake(harness, deviceId);
  expect(await harness.message(accepted?.id ?? "")).toMatchObject({
    status: "failed",
    failure: { code: "device_removed" },
  });
  expect((await harness.account()).balance).toBe(10_000_000);
});

test("a scheduled message is accepted though its task is not, and with it the calls beside it", async () => {
  harness.services.tasks.enqueue = () => Promise.reject(new Error("Cloud Tasks is away."));
  const sendAt = new Date(harness.now().getTime() + 60_000);
  const [at, now] = await Promise.all([send(accept, null, { sendAt }), send(accept)]);
  expect([at.messages[0]?.message.status, now.messages[0]?.message.status]).toEqual([
    "scheduled",
    "queued",
  ]);
  expect(harness.logged.map(({ event }) => event)).toContain("schedule_task_lost");
});
