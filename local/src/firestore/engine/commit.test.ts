import { describe, expect, test } from "vitest";
import type { AccessPolicy, CommitEvent } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { DocumentChange, Fields, Precondition, Write } from "../protocol.ts";
import { nameOf, OWNER, openBench, put, toFields, toValue } from "./testing/fixtures.ts";

const OLD = "2020-01-01T00:00:00.000000Z";
const USER = { kind: "user", uid: "u1", token: {} } as const;

function nested(depth: number): Fields {
  return depth === 1 ? toFields({ leaf: 1 }) : { m: { mapValue: { fields: nested(depth - 1) } } };
}

const update = (path: string, fields: Fields, currentDocument?: Precondition): Write => ({
  update: { name: nameOf(path), fields },
  ...(currentDocument && { currentDocument }),
});

/** Beside a harmless first write, which must not happen either. "c/there" exists. */
const REFUSED: [name: string, write: Write, status: string, message: RegExp][] = [
  [
    "create of what exists",
    update("c/there", {}, { exists: false }),
    "ALREADY_EXISTS",
    /already exists/,
  ],
  [
    "update of what is missing",
    update("c/none", {}, { exists: true }),
    "NOT_FOUND",
    /No document to update/,
  ],
  [
    "delete of what is missing",
    { delete: nameOf("c/none"), currentDocument: { exists: true } },
    "NOT_FOUND",
    /./,
  ],
  [
    "write to a changed document",
    update("c/there", {}, { updateTime: OLD }),
    "FAILED_PRECONDITION",
    /base version/,
  ],
  [
    "write to a document that went",
    update("c/none", {}, { updateTime: OLD }),
    "FAILED_PRECONDITION",
    /base version/,
  ],
  [
    "verify of a changed document",
    { verify: nameOf("c/there"), currentDocument: { updateTime: OLD } },
    "FAILED_PRECONDITION",
    /./,
  ],
  ["list in a list", update("c/a", toFields({ a: [[1]] })), "INVALID_ARGUMENT", /Nested arrays/],
  ["map 21 levels deep", update("c/a", nested(21)), "INVALID_ARGUMENT", /nested deeper/],
  ["reserved field name", update("c/a", toFields({ __x__: 1 })), "INVALID_ARGUMENT", /reserved/],
  [
    "field name of 1,501 bytes",
    update("c/a", toFields({ [`é${"x".repeat(1499)}`]: 1 })),
    "INVALID_ARGUMENT",
    /1500 bytes/,
  ],
  [
    "document over one mebibyte",
    update("c/a", toFields({ a: "x".repeat(1024 * 1024) })),
    "INVALID_ARGUMENT",
    /exceeds the maximum/,
  ],
  [
    "broken field path",
    { ...update("c/a", {}), updateMask: { fieldPaths: ["a..b"] } } as Write,
    "INVALID_ARGUMENT",
    /field path/,
  ],
  ["reserved document id", update("c/__x__", {}), "INVALID_ARGUMENT", /reserved/],
  ["collection in the place of a document", update("c/a/d", {}), "INVALID_ARGUMENT", /lacks/],
  [
    "document of another project",
    { delete: "projects/else/databases/(default)/documents/c/a" },
    "NOT_FOUND",
    /does not exist/,
  ],
];

describe("a commit", () => {
  test.each(REFUSED)("refuses a %s and writes nothing", async (_, write, status, message) => {
    const bench = openBench();
    await bench.commit(put("c/there", { n: 1 }));
    await expect(bench.commit(put("c/first", {}), write)).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
    expect(await bench.ids({})).toEqual(["there"]);
    expect(bench.engine.version).toBe(1);
    await bench.close();
  });

  test("takes a document of just one mebibyte and 20 levels", async () => {
    const bench = openBench();
    await bench.commit(update("c/a", nested(20)), put("c/b", { a: "x".repeat(1024 * 1024 - 60) }));
    expect(await bench.ids({})).toEqual(["a", "b"]);
    await bench.close();
  });

  test("merges what the mask names, deletes what it names and the update lacks, and keeps the rest", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", { keep: 1, m: { x: 1, "odd.d": 2 }, gone: true }));
    const fields = toFields({ m: { x: 9, ignored: 1 }, ignored: 1 });
    const updateMask = { fieldPaths: ["m.x", "m.`odd.d`", "gone", "never.was"] };
    await bench.commit({ update: { name: nameOf("c/a"), fields }, updateMask });
    expect((await bench.get("c/a"))?.fields).toEqual(toFields({ keep: 1, m: { x: 9 } }));
    await bench.close();
  });

  test("with an empty mask creates a missing document and changes nothing of one that exists", async () => {
    const bench = openBench();
    const created = await bench.commit(put("c/a", { n: 1 }));
    const touch = (path: string): Write =>
      ({ ...update(path, toFields({ n: 2 })), updateMask: { fieldPaths: [] } }) as Write;
    await bench.commit(touch("c/a"), touch("c/b"));
    expect(await bench.get("c/a")).toMatchObject({
      fields: toFields({ n: 1 }),
      updateTime: created,
    });
    expect((await bench.get("c/b"))?.fields).toEqual({});
    await bench.close();
  });

  test("that changes nothing keeps the update time and tells nobody", async () => {
    const bench = openBench();
    const first = await bench.commit(put("c/a", { m: { x: 1, y: [1.5] } }));
    const events: CommitEvent[] = [];
    bench.engine.onCommit((event) => events.push(event));
    const same = { m: toValue({ y: [1.5], x: 1 }) };
    const { writeResults, commitTime } = await bench.engine.commit(
      { writes: [update("c/a", same)] },
      OWNER,
    );
    expect(writeResults).toEqual([{ updateTime: first }]);
    expect(commitTime > first).toBe(true);
    expect(events).toEqual([]);
    await bench.commit(put("c/a", { m: { x: { doubleValue: 1 }, y: [1.5] } }));
    expect(events).toHaveLength(1);
    await bench.close();
  });

  test("applies several writes to one document in order and reports one change", async () => {
    const bench = openBench();
    const events: CommitEvent[] = [];
    bench.engine.onCommit((event) => events.push(event));
    const increment: Write = {
      transform: {
        document: nameOf("c/a"),
        fieldTransforms: [{ fieldPath: "n", increment: toValue(5) }],
      },
      currentDocument: { exists: true },
    };
    const { writeResults, commitTime } = await bench.engine.commit(
      { writes: [put("c/a", { n: 1 }), increment, { delete: nameOf("c/none") }] },
      OWNER,
    );
    expect(writeResults[1]).toEqual({ updateTime: commitTime, transformResults: [toValue(6)] });
    const after = await bench.get("c/a");
    expect(after?.fields).toEqual(toFields({ n: 6 }));
    const changes: DocumentChange[] = [{ name: nameOf("c/a"), before: null, after }];
    expect(events).toEqual([{ version: 1, commitTime, changes }]);
    await bench.close();
  });

  test("gives all server timestamps of one commit one time, in milliseconds", async () => {
    const bench = openBench({ now: () => Date.UTC(2026, 10, 22, 8, 10, 0, 123) });
    const stamp = (path: string): Write => ({
      update: { name: nameOf(path), fields: {} },
      updateTransforms: [{ fieldPath: "at", setToServerValue: "REQUEST_TIME" }],
    });
    await bench.commit(stamp("c/0"));
    await bench.commit(stamp("c/a"), stamp("c/b"));
    const expected = { at: { timestampValue: "2026-11-22T08:10:00.123000Z" } };
    expect((await bench.get("c/a"))?.fields).toEqual(expected);
    expect((await bench.get("c/b"))?.fields).toEqual(expected);
    expect((await bench.get("c/b"))?.updateTime).toBe("2026-11-22T08:10:00.123001Z");
    await bench.close();
  });

  test("counts what production bills", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", {}), put("c/b", {}), { delete: nameOf("c/none") });
    await bench.get("c/none");
    await bench.ids({ collection: "empty" });
    await bench.ids({ offset: 1 });
    expect(bench.engine.counters).toEqual({ reads: 4, writes: 2, deletes: 1 });
    bench.engine.resetCounters();
    expect(bench.engine.counters).toEqual({ reads: 0, writes: 0, deletes: 0 });
    await bench.close();
  });

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
    const accessPolicy: AccessPolicy = {
      checkGet: () => {
        throw new FirestoreError("PERMISSION_DENIED", "unreadable");
      },
      checkList: () => {},
      checkWrites: () => {},
    };
    const bench = openBench({ accessPolicy });
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

describe("a batch write", () => {
  test("applies each write by itself and answers each in its place", async () => {
    const bench = openBench();
    const result = await bench.engine.batchWrite(
      { writes: [put("c/a", {}), update("c/none", {}, { exists: true }), put("c/b", {})] },
      OWNER,
    );
    expect(result.status.map((one) => one.code)).toEqual([0, 5, 0]);
    expect(result.writeResults[1]).toEqual({});
    expect(await bench.ids({})).toEqual(["a", "b"]);
    await bench.close();
  });
});
