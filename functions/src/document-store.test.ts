import { expect, test } from "vitest";
import { createHarness } from "../testing/harness.ts";
import { readTogether } from "./document-store.ts";

test("requests that arrive together share one call, and each gets its own documents in its order", async () => {
  const { db } = await createHarness();
  const refs = ["a", "b", "missing"].map((id) => db.doc(`things-${crypto.randomUUID()}/${id}`));
  const [a, b, missing] = refs as [(typeof refs)[0], (typeof refs)[0], (typeof refs)[0]];
  await Promise.all([a.set({ n: 1 }), b.set({ n: 2 })]);
  const { getAll } = db;
  let callCount = 0;
  db.getAll = (...all: Parameters<typeof getAll>) => {
    callCount += 1;
    return getAll.apply(db, all);
  };
  try {
    const answers = await Promise.all([
      readTogether(db, [b, a]),
      readTogether(db, [a, missing]),
      readTogether(db, []),
    ]);
    expect(answers.map((one) => one.map((snapshot) => snapshot.data()?.n))).toEqual([
      [2, 1],
      [1, undefined],
      [],
    ]);
    expect(callCount).toBe(1);
  } finally {
    db.getAll = getAll;
  }
});

test("a request sees what was written before it, though an earlier read is under way", async () => {
  const { db } = await createHarness();
  const ref = db.doc(`things-${crypto.randomUUID()}/a`);
  const earlier = readTogether(db, [ref]);
  await ref.set({ n: 1 });
  const [snapshot] = await readTogether(db, [ref]);
  expect(snapshot?.data()).toEqual({ n: 1 });
  await earlier;
});
