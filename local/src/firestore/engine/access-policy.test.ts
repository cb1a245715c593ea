import { describe, expect, test } from "vitest";
import type { AccessPolicy } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Write } from "../protocol.ts";
import {
  ALL,
  nameOf,
  openBench,
  put,
  ROOT,
  refuseReads,
  toFields,
  update,
} from "./testing/fixtures.ts";

const OLD = "2020-01-01T00:00:00.000000Z";
const USER = { kind: "user", uid: "u1", token: {} } as const;

describe("a commit", () => {
  test("of a user is judged whole: before, after and the time of its timestamps", async () => {
    const judged: unknown[] = [];
    const accessPolicy: AccessPolicy = {
      checkGet: () => {},
      checkList: () => {},
      checkWrites(caller, changes, requestTime, read) {
        const names = ["c/a", "c/b"].map(nameOf);
        judged.push({
          caller,
          before: names.map((name) => read.before(name)?.fields),
          after: names.map((name) => read.after(name)?.fields),
          changes: changes.map((change) => change.after?.fields),
          requestTime,
        });
        if (changes.length > 2) throw new FirestoreError("PERMISSION_DENIED", "no");
      },
    };
    const bench = openBench({ accessPolicy, now: () => 0 });
    await bench.commit(put("c/a", { n: 1 }));
    const writes = [put("c/a", { n: 2 }), put("c/b", { n: 3 })];
    await bench.engine.commit({ writes }, USER);
    expect(judged).toEqual([
      {
        caller: USER,
        before: [toFields({ n: 1 }), undefined],
        after: [toFields({ n: 2 }), toFields({ n: 3 })],
        changes: [toFields({ n: 2 }), toFields({ n: 3 })],
        requestTime: "1970-01-01T00:00:00.000000Z",
      },
    ]);
    const denied = bench.engine.commit({ writes: [...writes, put("c/c", {})] }, USER);
    await expect(denied).rejects.toMatchObject({ status: "PERMISSION_DENIED" });
    expect(await bench.ids({})).toEqual(["a", "b"]);
    await bench.close();
  });

  test("of a user who may not read a document tells nothing of it", async () => {
    const bench = openBench({ accessPolicy: refuseReads });
    await bench.commit(put("c/there", {}));
    const probes: Write[] = ["c/there", "c/none"].flatMap((path) => [
      update(path, {}, { updateTime: OLD }),
      { verify: nameOf(path), currentDocument: { exists: path === "c/there" } },
      update(path, {}, { exists: path !== "c/there" }),
    ]);
    for (const probe of probes) {
      const probing = bench.engine.commit({ writes: [probe] }, USER);
      await expect(probing, JSON.stringify(probe)).rejects.toMatchObject({ message: "unreadable" });
    }
    await bench.close();
  });

  test("and every read by anybody but the owner is denied without rules", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", {}));
    const denied = { status: "PERMISSION_DENIED", message: "Missing or insufficient permissions." };
    const query = {
      parent: nameOf("").slice(0, -1),
      structuredQuery: { from: [{ collectionId: "c" }] },
    };
    const { engine } = bench;
    await expect(engine.commit({ writes: [put("c/a", {})] }, USER)).rejects.toMatchObject(denied);
    await expect(engine.batchGet({ documents: [nameOf("c/a")] }, USER)).rejects.toMatchObject(
      denied,
    );
    await expect(engine.runQuery(query, { kind: "anonymous" })).rejects.toMatchObject(denied);
    expect(() => engine.snapshot(query, USER)).toThrow("Missing or insufficient permissions.");
    await bench.close();
  });
});

describe("rules", () => {
  test("judge each document that is got, and a query before it runs", async () => {
    const asked: unknown[] = [];
    const accessPolicy: AccessPolicy = {
      checkGet: (_, name, document) => void asked.push([name, document?.fields ?? null]),
      checkList: (_, parent, query) => void asked.push([parent, query]),
      checkWrites: () => {},
    };
    const bench = openBench({ accessPolicy });
    await bench.commit(put("c/a", { n: 1 }));
    const caller = { kind: "anonymous" } as const;
    const documents = [nameOf("c/a"), nameOf("c/none")];
    await bench.engine.batchGet({ documents }, caller);
    await bench.engine.runQuery({ parent: ROOT, structuredQuery: ALL }, caller);
    bench.engine.snapshot({ documents: [nameOf("c/a")] }, caller);
    expect(asked).toEqual([
      [documents[0], toFields({ n: 1 })],
      [documents[1], null],
      [ROOT, ALL],
      [documents[0], toFields({ n: 1 })],
    ]);
    await bench.close();
  });
});
