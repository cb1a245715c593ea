import { describe, expect, test } from "vitest";
import type { Fields, Write } from "../protocol.ts";
import { nameOf, openBench, put, toFields, update } from "./testing/fixtures.ts";

const OLD = "2020-01-01T00:00:00.000000Z";

function nested(depth: number): Fields {
  return depth === 1 ? toFields({ leaf: 1 }) : { m: { mapValue: { fields: nested(depth - 1) } } };
}

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
});
