import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "./clock.ts";
import { createEngine } from "./firestore/engine/create-engine.ts";
import type { Engine, IndexConfiguration } from "./firestore/engine.ts";
import { createWriter } from "./functions-host/testing/documents.ts";
import { openStorage, type Storage } from "./storage.ts";
import { TimeToLive } from "./time-to-live.ts";

const HOUR_MS = 60 * 60 * 1000;
const indexes: IndexConfiguration = {
  indexes: [],
  fieldOverrides: [
    { collectionGroup: "codes", fieldPath: "life.endsAt", ttl: true, indexes: [] },
    { collectionGroup: "notes", fieldPath: "endsAt", indexes: [] },
  ],
};

describe("time to live", () => {
  let clock: ManualClock;
  let storage: Storage;
  let engine: Engine;
  let timeToLive: TimeToLive;

  beforeEach(() => {
    clock = createManualClock();
    storage = openStorage(null);
    engine = createEngine({ storage, projectId: "demo-x", indexes, now: clock.now });
    timeToLive = new TimeToLive({ engine, indexes, clock, log: () => {} });
  });

  afterEach(async () => {
    await timeToLive.stop();
    await engine.close();
    await storage.close();
  });

  const endingIn = (milliseconds: number) => ({
    life: { mapValue: { fields: { endsAt: time(clock.now() + milliseconds) } } },
  });
  const time = (at: number) => ({
    timestampValue: new Date(at).toISOString().replace("Z", "000Z"),
  });
  async function left(): Promise<string[]> {
    const paths = ["codes", "notes"].map(async (collectionId) => {
      const structuredQuery = { from: [{ collectionId, allDescendants: true }] };
      const parent = "projects/demo-x/databases/(default)/documents";
      const { documents } = await engine.runQuery({ parent, structuredQuery }, { kind: "owner" });
      return documents.map(({ name }) => name.slice(parent.length + 1));
    });
    return (await Promise.all(paths)).flat().sort();
  }

  test("deletes what has ended, wherever the group lies, and nothing else", async () => {
    const write = createWriter(engine);
    await write.set("codes/ended", endingIn(-1));
    await write.set("accounts/a/codes/ended", endingIn(0));
    await write.set("codes/later", endingIn(1));
    await write.set("codes/never");
    await write.set("codes/text", { life: { stringValue: "2020-01-01T00:00:00.000000Z" } });
    await write.set("notes/without-policy", { endsAt: time(0) });
    await timeToLive.sweep();
    expect(await left()).toEqual([
      "codes/later",
      "codes/never",
      "codes/text",
      "notes/without-policy",
    ]);
  });

  test("goes through more documents than one page holds", async () => {
    const write = createWriter(engine);
    await Promise.all(
      Array.from({ length: 700 }, (_, i) =>
        write.set(`codes/c${i}`, endingIn(i % 2 ? -1 : HOUR_MS)),
      ),
    );
    await timeToLive.sweep();
    expect(await left()).toHaveLength(350);
  });

  test("looks again every hour", async () => {
    timeToLive.start();
    await createWriter(engine).set("codes/c1", endingIn(HOUR_MS));
    clock.advance(60_000);
    const later = () => {
      clock.advance(HOUR_MS);
      return left();
    };
    await expect.poll(later).toEqual([]);
  });
});
