import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createManualClock } from "../clock.ts";
import { createEngine } from "../firestore/engine/create-engine.ts";
import type { Engine } from "../firestore/engine.ts";
import { openStorage, type Storage } from "../storage.ts";
import { type FirestoreFunction, type Handler, walk } from "./discover.ts";
import { createWriter, number } from "./testing/documents.ts";
import { firestore } from "./testing/sdk.ts";
import { Triggers } from "./triggers.ts";

interface SnapshotLike {
  exists: boolean;
  ref: { path: string };
  data(): unknown;
}
interface Event {
  id: string;
  document: string;
  params: object;
  time: string;
  data: SnapshotLike & { before: SnapshotLike; after: SnapshotLike };
}

const { onDocumentCreated, onDocumentUpdated, onDocumentDeleted, onDocumentWritten } = firestore;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

describe("Firestore triggers", () => {
  const clock = createManualClock();
  let storage: Storage;
  let engine: Engine;
  let triggers: Triggers;
  let write: ReturnType<typeof createWriter>;
  let warnings: string[];

  function host(exports: Record<string, Handler>, { isStarted = true } = {}): void {
    engine = createEngine({ storage, projectId: "demo-x", now: clock.now });
    triggers = new Triggers({
      ...{ engine, storage, clock },
      log: (level, message) => level === "warn" && warnings.push(message),
      functions: walk(exports, "") as FirestoreFunction[],
    });
    write = createWriter(engine);
    if (isStarted) triggers.start();
  }

  const settled = () => expect.poll(() => triggers.isIdle()).toBe(true);

  beforeEach(() => {
    vi.stubEnv("GCLOUD_PROJECT", "demo-x");
    storage = openStorage(null);
    warnings = [];
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await triggers.stop();
    await engine.close();
    await storage.close();
  });

  test("tell what was created, changed and deleted, to who listens for it", async () => {
    const seen: unknown[] = [];
    const see = (name: string) => (event: Event) => {
      seen.push([
        name,
        event.params,
        event.data.data?.(),
        event.data.before?.data(),
        event.data.after?.data(),
      ]);
    };
    host({
      created: onDocumentCreated("users/{uid}", see("created")),
      updated: onDocumentUpdated("users/{uid}", see("updated")),
      deleted: onDocumentDeleted("users/{uid}", see("deleted")),
    });
    const params = { uid: "u1" };
    await write.set("users/u1", { n: number(1) });
    await settled();
    await write.set("users/u1", { n: number(2) });
    await settled();
    await write.delete("users/u1");
    await settled();
    expect(seen).toEqual([
      ["created", params, { n: 1 }, undefined, undefined],
      ["updated", params, undefined, { n: 1 }, { n: 2 }],
      ["deleted", params, { n: 2 }, undefined, undefined],
    ]);
  });

  test("tell a listener for writes all three, with what exists before and after", async () => {
    const seen: boolean[][] = [];
    host({
      written: onDocumentWritten("users/{uid}", ({ data }: Event) => {
        seen.push([data.before.exists, data.after.exists]);
      }),
    });
    for (const step of [
      () => write.set("users/u1"),
      () => write.set("users/u1", { n: number(1) }),
      () => write.delete("users/u1"),
    ]) {
      await step();
      await settled();
    }
    expect(seen).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
  });

  test("say nothing of a write that changes nothing, of other paths and of other collections", async () => {
    const seen: string[] = [];
    host({
      written: onDocumentWritten("users/{uid}", ({ document }: Event) => seen.push(document)),
    });
    await write.set("users/u1", { n: number(1) });
    await write.set("users/u1", { n: number(1) });
    await write.set("users/u1/posts/p1");
    await write.set("teams/t1");
    await write.delete("users/nobody");
    await settled();
    expect(seen).toEqual(["users/u1"]);
  });

  test("fill the wildcards of a path, deep ones too", async () => {
    const seen: object[] = [];
    const see = ({ params }: Event) => seen.push(params);
    host({
      deep: onDocumentCreated("{path=**}/orders/{id}", see),
      nested: onDocumentCreated("accounts/{a}/messages/{m}", see),
    });
    await write.set("shops/s1/orders/o1");
    await write.set("accounts/a1/messages/m1");
    await settled();
    expect(seen).toEqual([
      { path: "shops/s1", id: "o1" },
      { a: "a1", m: "m1" },
    ]);
  });

  test("hand over values of every kind as the SDK knows them", async () => {
    let data: unknown;
    host({
      created: onDocumentCreated("kinds/{id}", (event: Event) => {
        data = event.data.data();
      }),
    });
    await write.set("kinds/k1", {
      nothing: { nullValue: "NULL_VALUE" },
      yes: { booleanValue: true },
      half: { doubleValue: 0.5 },
      notANumber: { doubleValue: "NaN" },
      negativeZero: { doubleValue: "-0" },
      bytes: { bytesValue: "aGk=" },
      list: { arrayValue: { values: [number(1), { stringValue: "ü" }] } },
      map: { mapValue: { fields: { nullValue: { stringValue: "a field" } } } },
    });
    await settled();
    expect(data).toEqual({
      ...{ nothing: null, yes: true, half: 0.5, notANumber: Number.NaN, negativeZero: -0 },
      ...{ bytes: Buffer.from("hi"), list: [1, "ü"], map: { nullValue: "a field" } },
    });
  });

  test("try a failed event again, with the same id, until it succeeds, if the function asks for that", async () => {
    const ids: string[] = [];
    host({
      flaky: onDocumentCreated({ document: "users/{uid}", retry: true }, ({ id }: Event) => {
        ids.push(id);
        if (ids.length < 3) throw new Error("not yet");
      }),
    });
    await write.set("users/u1");
    await settled();
    clock.advance(9_999);
    await settled();
    expect(ids).toHaveLength(1);
    clock.advance(1);
    await settled();
    clock.advance(20_000);
    await settled();
    clock.advance(WEEK_MS);
    await settled();
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  test("give a failing event up after a week", async () => {
    let count = 0;
    host({
      broken: onDocumentCreated({ document: "users/{uid}", retry: true }, () => {
        count += 1;
        throw new Error("never");
      }),
    });
    await write.set("users/u1");
    await settled();
    clock.advance(WEEK_MS);
    await settled();
    clock.advance(WEEK_MS);
    await settled();
    expect(count).toBe(2);
    expect(warnings).toEqual([expect.stringContaining("dropped after a week")]);
  });

  test("drop a failed event, and say so, if the function does not ask for retries", async () => {
    let count = 0;
    host({
      broken: onDocumentCreated("users/{uid}", () => {
        count += 1;
        throw new Error("never");
      }),
    });
    await write.set("users/u1");
    await settled();
    clock.advance(WEEK_MS);
    await settled();
    expect(count).toBe(1);
    expect(warnings).toEqual([expect.stringContaining("broken does not retry")]);
  });

  test("count a handler that overstays its time as failed", async () => {
    let count = 0;
    host({
      slow: onDocumentCreated({ document: "users/{uid}", retry: true, timeoutSeconds: 5 }, () => {
        count += 1;
        return count === 1 ? new Promise(() => {}) : undefined;
      }),
    });
    await write.set("users/u1");
    await expect.poll(() => count).toBe(1);
    clock.advance(5_000);
    await settled();
    clock.advance(10_000);
    await settled();
    expect(count).toBe(2);
  });

  test("deliver after a restart what was committed and not delivered", async () => {
    const seen: string[] = [];
    const exports = {
      created: onDocumentCreated("users/{uid}", ({ document }: Event) => seen.push(document)),
    };
    host(exports, { isStarted: false });
    await write.set("users/u1");
    await triggers.stop();
    host(exports);
    await settled();
    expect(seen).toEqual(["users/u1"]);
  });

  test("deliver again after a restart what had not ended, and nothing that had", async () => {
    const seen: string[] = [];
    const exports = {
      created: onDocumentCreated("users/{uid}", ({ document }: Event) => {
        seen.push(document);
        return seen.length === 2 ? new Promise(() => {}) : undefined;
      }),
    };
    host(exports);
    await write.set("users/u1");
    await settled();
    await write.set("users/u2");
    await expect.poll(() => seen).toHaveLength(2);
    void triggers.stop();
    host(exports);
    await settled();
    expect(seen).toEqual(["users/u1", "users/u2", "users/u2"]);
  });

  test("go on with retries after a restart", async () => {
    let count = 0;
    const exports = {
      flaky: onDocumentCreated({ document: "users/{uid}", retry: true }, () => {
        count += 1;
        if (count === 1) throw new Error("not yet");
      }),
    };
    host(exports);
    await write.set("users/u1");
    await settled();
    await triggers.stop();
    host(exports);
    await settled();
    expect(count).toBe(1);
    clock.advance(10_000);
    await settled();
    expect(count).toBe(2);
  });

  test("drop what waits for a function that is gone", async () => {
    host({ created: onDocumentCreated("users/{uid}", () => {}) }, { isStarted: false });
    await write.set("users/u1");
    await triggers.stop();
    host({});
    await settled();
    expect(warnings).toEqual([expect.stringContaining("there is no function created")]);
    await expect.poll(() => engine.readOutbox(0, 1)).toEqual([]);
  });

  test("run many handlers at once, and never more than 64", async () => {
    const open: (() => void)[] = [];
    let most = 0;
    let running = 0;
    host({
      created: onDocumentCreated("users/{uid}", async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => open.push(resolve));
        running -= 1;
      }),
    });
    await Promise.all(Array.from({ length: 100 }, (_, i) => write.set(`users/u${i}`)));
    await expect.poll(() => open).toHaveLength(64);
    const drained = () => {
      for (const end of open.splice(0)) end();
      return triggers.isIdle();
    };
    await expect.poll(drained).toBe(true);
    expect(most).toBe(64);
  });
});
