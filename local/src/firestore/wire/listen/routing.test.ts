import { describe, expect, test } from "vitest";
import { queryOf, ROOT } from "../testing/listening-client.ts";
import { concernOf, keysOfDocument, keysOfTarget } from "./routing.ts";

const group = queryOf("b", { from: [{ collectionId: "b", allDescendants: true }] });
const below = { query: { ...queryOf("b").query, parent: `${ROOT}/a/1` } };
const documents = { documents: { documents: [`${ROOT}/b/1`] } };
const everything = queryOf("", { from: [] });

describe("what a commit may concern", () => {
  test.each([
    ["a collection", queryOf("b"), ["b/1"]],
    ["a collection below a document", below, ["a/1/b/1", "a/1/b/2"]],
    ["a group", group, ["b/1", "a/1/b/1", "a/1/b/2", "b/1/b/1"]],
    ["documents", documents, ["b/1"]],
    [
      "everything",
      everything,
      ["b/1", "bb/1", "a/1/b/1", "a/1/b/2", "a/2/bb/1", "b/1/b/1", "b/1/c/b"],
    ],
  ])("is found for %s, by keys and by names alike", (_, source, concerned) => {
    const all = ["b/1", "bb/1", "a/1/b/1", "a/1/b/2", "a/2/bb/1", "b/1/b/1", "b/1/c/b"];
    const names = all.map((path) => `${ROOT}/${path}`);
    const keys = new Set(keysOfTarget(source));
    const expected = concerned.map((path) => `${ROOT}/${path}`);
    expect(names.filter((name) => keysOfDocument(name).some((key) => keys.has(key)))).toEqual(
      expected,
    );
    expect(names.filter(concernOf(source))).toEqual(expected);
  });
});
