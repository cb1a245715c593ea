import { describe, expect, test } from "vitest";
import { firestore } from "./testing/sdk.ts";
import { createTriggerBench, type DocumentEvent } from "./testing/trigger-bench.ts";

const { onDocumentCreated } = firestore;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

describe("Firestore triggers", () => {
  test("try a failed event again, with the same id, until it succeeds, if the function asks for that", async () => {
    const bench = createTriggerBench();
    const ids: string[] = [];
    bench.host({
      flaky: onDocumentCreated(
        { document: "users/{uid}", retry: true },
        ({ id }: DocumentEvent) => {
          ids.push(id);
          if (ids.length < 3) throw new Error("not yet");
        },
      ),
    });
    await bench.write.set("users/u1");
    await bench.settled();
    bench.clock.advance(9_999);
    await bench.settled();
    expect(ids).toHaveLength(1);
    bench.clock.advance(1);
    await bench.settled();
    bench.clock.advance(20_000);
    await bench.settled();
    bench.clock.advance(WEEK_MS);
    await bench.settled();
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  test("give a failing event up after a week", async () => {
    const bench = createTriggerBench();
    let count = 0;
    bench.host({
      broken: onDocumentCreated({ document: "users/{uid}", retry: true }, () => {
        count += 1;
        throw new Error("never");
      }),
    });
    await bench.write.set("users/u1");
    await bench.settled();
    bench.clock.advance(WEEK_MS);
    await bench.settled();
    bench.clock.advance(WEEK_MS);
    await bench.settled();
    expect(count).toBe(2);
    expect(bench.warnings).toEqual([expect.stringContaining("dropped after a week")]);
  });

  test("drop a failed event, and say so, if the function does not ask for retries", async () => {
    const bench = createTriggerBench();
    let count = 0;
    bench.host({
      broken: onDocumentCreated("users/{uid}", () => {
        count += 1;
        throw new Error("never");
      }),
    });
    await bench.write.set("users/u1");
    await bench.settled();
    bench.clock.advance(WEEK_MS);
    await bench.settled();
    expect(count).toBe(1);
    expect(bench.warnings).toEqual([expect.stringContaining("broken does not retry")]);
  });

  test("count a handler that overstays its time as failed", async () => {
    const bench = createTriggerBench();
    let count = 0;
    bench.host({
      slow: onDocumentCreated({ document: "users/{uid}", retry: true, timeoutSeconds: 5 }, () => {
        count += 1;
        return count === 1 ? new Promise(() => {}) : undefined;
      }),
    });
    await bench.write.set("users/u1");
    await expect.poll(() => count).toBe(1);
    bench.clock.advance(5_000);
    await bench.settled();
    bench.clock.advance(10_000);
    await bench.settled();
    expect(count).toBe(2);
  });

  test("deliver after a restart what was committed and not delivered", async () => {
    const bench = createTriggerBench();
    const seen: string[] = [];
    const exports = {
      created: onDocumentCreated("users/{uid}", ({ document }: DocumentEvent) =>
        seen.push(document),
      ),
    };
    bench.host(exports, { isStarted: false });
    await bench.write.set("users/u1");
    await bench.triggers.stop();
    bench.host(exports);
    await bench.settled();
    expect(seen).toEqual(["users/u1"]);
  });

  test("deliver again after a restart what had not ended, and nothing that had", async () => {
    const bench = createTriggerBench();
    const seen: string[] = [];
    const exports = {
      created: onDocumentCreated("users/{uid}", ({ document }: DocumentEvent) => {
        seen.push(document);
        return seen.length === 2 ? new Promise(() => {}) : undefined;
      }),
    };
    bench.host(exports);
    await bench.write.set("users/u1");
    await bench.settled();
    await bench.write.set("users/u2");
    await expect.poll(() => seen).toHaveLength(2);
    void bench.triggers.stop();
    bench.host(exports);
    await bench.settled();
    expect(seen).toEqual(["users/u1", "users/u2", "users/u2"]);
  });

  test("go on with retries after a restart", async () => {
    const bench = createTriggerBench();
    let count = 0;
    const exports = {
      flaky: onDocumentCreated({ document: "users/{uid}", retry: true }, () => {
        count += 1;
        if (count === 1) throw new Error("not yet");
      }),
    };
    bench.host(exports);
    await bench.write.set("users/u1");
    await bench.settled();
    await bench.triggers.stop();
    bench.host(exports);
    await bench.settled();
    expect(count).toBe(1);
    bench.clock.advance(10_000);
    await bench.settled();
    expect(count).toBe(2);
  });

  test("drop what waits for a function that is gone", async () => {
    const bench = createTriggerBench();
    bench.host({ created: onDocumentCreated("users/{uid}", () => {}) }, { isStarted: false });
    await bench.write.set("users/u1");
    await bench.triggers.stop();
    bench.host({});
    await bench.settled();
    expect(bench.warnings).toEqual([expect.stringContaining("there is no function created")]);
    await expect.poll(() => bench.engine.readOutbox(0, 1)).toEqual([]);
  });
});
