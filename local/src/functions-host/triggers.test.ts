import { describe, expect, test } from "vitest";
import { number } from "./testing/documents.ts";
import { firestore } from "./testing/sdk.ts";
import { createTriggerBench, type DocumentEvent } from "./testing/trigger-bench.ts";

const { onDocumentCreated, onDocumentDeleted, onDocumentUpdated, onDocumentWritten } = firestore;

describe("Firestore triggers", () => {
  test("tell what was created, changed and deleted, to who listens for it", async () => {
    const bench = createTriggerBench();
    const seen: unknown[] = [];
    const see = (name: string) => (event: DocumentEvent) => {
      seen.push([
        name,
        event.params,
        event.data.data?.(),
        event.data.before?.data(),
        event.data.after?.data(),
      ]);
    };
    bench.host({
      created: onDocumentCreated("users/{uid}", see("created")),
      updated: onDocumentUpdated("users/{uid}", see("updated")),
      deleted: onDocumentDeleted("users/{uid}", see("deleted")),
    });
    const params = { uid: "u1" };
    await bench.write.set("users/u1", { n: number(1) });
    await bench.settled();
    await bench.write.set("users/u1", { n: number(2) });
    await bench.settled();
    await bench.write.delete("users/u1");
    await bench.settled();
    expect(seen).toEqual([
      ["created", params, { n: 1 }, undefined, undefined],
      ["updated", params, undefined, { n: 1 }, { n: 2 }],
      ["deleted", params, { n: 2 }, undefined, undefined],
    ]);
  });

  test("tell a listener for writes all three, with what exists before and after", async () => {
    const bench = createTriggerBench();
    const seen: boolean[][] = [];
    bench.host({
      written: onDocumentWritten("users/{uid}", ({ data }: DocumentEvent) => {
        seen.push([data.before.exists, data.after.exists]);
      }),
    });
    for (const step of [
      () => bench.write.set("users/u1"),
      () => bench.write.set("users/u1", { n: number(1) }),
      () => bench.write.delete("users/u1"),
    ]) {
      await step();
      await bench.settled();
    }
    expect(seen).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
  });

  test("say nothing of a write that changes nothing, of other paths and of other collections", async () => {
    const bench = createTriggerBench();
    const seen: string[] = [];
    bench.host({
      written: onDocumentWritten("users/{uid}", ({ document }: DocumentEvent) =>
        seen.push(document),
      ),
    });
    await bench.write.set("users/u1", { n: number(1) });
    await bench.write.set("users/u1", { n: number(1) });
    await bench.write.set("users/u1/posts/p1");
    await bench.write.set("teams/t1");
    await bench.write.delete("users/nobody");
    await bench.settled();
    expect(seen).toEqual(["users/u1"]);
  });

  test("fill the wildcards of a path, deep ones too", async () => {
    const bench = createTriggerBench();
    const seen: object[] = [];
    const see = ({ params }: DocumentEvent) => seen.push(params);
    bench.host({
      deep: onDocumentCreated("{path=**}/orders/{id}", see),
      nested: onDocumentCreated("accounts/{a}/messages/{m}", see),
    });
    await bench.write.set("shops/s1/orders/o1");
    await bench.write.set("accounts/a1/messages/m1");
    await bench.settled();
    expect(seen).toEqual([
      { path: "shops/s1", id: "o1" },
      { a: "a1", m: "m1" },
    ]);
  });

  test("hand over values of every kind as the SDK knows them", async () => {
    const bench = createTriggerBench();
    let data: unknown;
    bench.host({
      created: onDocumentCreated("kinds/{id}", (event: DocumentEvent) => {
        data = event.data.data();
      }),
    });
    await bench.write.set("kinds/k1", {
      nothing: { nullValue: "NULL_VALUE" },
      yes: { booleanValue: true },
      half: { doubleValue: 0.5 },
      notANumber: { doubleValue: "NaN" },
      negativeZero: { doubleValue: "-0" },
      bytes: { bytesValue: "aGk=" },
      list: { arrayValue: { values: [number(1), { stringValue: "ü" }] } },
      map: { mapValue: { fields: { nullValue: { stringValue: "a field" } } } },
    });
    await bench.settled();
    expect(data).toEqual({
      ...{ nothing: null, yes: true, half: 0.5, notANumber: Number.NaN, negativeZero: -0 },
      ...{ bytes: Buffer.from("hi"), list: [1, "ü"], map: { nullValue: "a field" } },
    });
  });

  test("run many handlers at once, and never more than 64", async () => {
    const bench = createTriggerBench();
    const open: (() => void)[] = [];
    let most = 0;
    let running = 0;
    bench.host({
      created: onDocumentCreated("users/{uid}", async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => open.push(resolve));
        running -= 1;
      }),
    });
    await Promise.all(Array.from({ length: 100 }, (_, i) => bench.write.set(`users/u${i}`)));
    await expect.poll(() => open).toHaveLength(64);
    const drained = () => {
      for (const end of open.splice(0)) end();
      return bench.triggers.isIdle();
    };
    await expect.poll(drained).toBe(true);
    expect(most).toBe(64);
  });
});
