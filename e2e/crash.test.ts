import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { askUntil, type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const dataDir = temporaryFolder();
let machine: Machine | undefined;

afterAll(async () => {
  await machine?.stop();
  removeFolder(dataDir);
});

const CALLS = 2000;
const CALLERS = 32;

test("kill -9 in the middle of 2,000 sends loses none that was answered, sends none twice, and keeps the balance right", async () => {
  const first = await startMachine(dataDir);
  const opening = (await first.api("/balance")).body.balance as number;
  const answered: string[] = [];
  let calls = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (calls < CALLS) {
        const n = calls++;
        if (n === CALLS / 2) void first.kill();
        try {
          const { status, body } = await first.api("/send", {
            body: { to: `+1202556${String(n).padStart(4, "0")}`, message: "Hello" },
          });
          if (status === 202) answered.push(body.id);
        } catch {
          return; // The machine is gone.
        }
      }
    }),
  );
  await first.kill();
  expect(answered.length).toBeGreaterThan(100);

  machine = await startMachine(dataDir);
  const again = machine;
  for (const status of ["queued", "dispatched", "sent"]) {
    await askUntil(
      () => again.api(`/messages?status=${status}&limit=1`),
      ({ body }) => body.data.length === 0,
      500,
    );
  }
  const messages = await allMessages(again);
  expect(new Set(messages.map(({ status }) => status))).toEqual(new Set(["delivered"]));
  const ids = new Set(messages.map(({ id }) => id));
  expect(answered.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(messages.length);
  // One call a caller may have been committed and not answered.
  expect(messages.length - answered.length).toBeLessThanOrEqual(CALLERS);
  const prices = messages.reduce((sum, { price }) => sum + price, 0);
  expect((await again.api("/balance")).body.balance).toBe(opening - prices);
  expect(new Set(messages.map(({ to }) => to)).size).toBe(messages.length);
  await again.stop();
  expect(textsSentTwice()).toEqual([]);
}, 300_000);

interface Listed {
  id: string;
  status: string;
  to: string;
  price: number;
}

async function allMessages(of: Machine): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | null = null;
  do {
    const page = await of.api(`/messages?limit=100${cursor === null ? "" : `&cursor=${cursor}`}`);
    found.push(...page.body.data);
    cursor = page.body.next_cursor;
  } while (cursor !== null);
  return found;
}

/** By the radio's own record. */
function textsSentTwice() {
  const database = new DatabaseSync(join(dataDir, "phone", "phone.sqlite"), { readOnly: true });
  try {
    return database
      .prepare(
        "SELECT message_id, count(*) AS times FROM sent_texts GROUP BY message_id HAVING times > 1",
      )
      .all();
  } finally {
    database.close();
  }
}
