import { describe, expect, test } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

function recorder(weightMax = 100) {
  const batches: [string, number[]][] = [];
  let open: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const commit = createGroupCommit<number, string>({
    run: async (key, items) => {
      batches.push([key, items]);
      await gate;
      if (items.includes(13)) throw new Error("unlucky");
      return items.map((item) => `${key}${item}`);
    },
    weigh: (item) => item,
    weightMax,
  });
  return { batches, commit, open: () => open?.() };
}

describe("createGroupCommit", () => {
  test("runs what came in together once, and gives each call its own result", async () => {
    const { batches, commit, open } = recorder();
    const results = Promise.all([commit("a", 1), commit("a", 2), commit("a", 3)]);
    open();
    expect(await results).toEqual(["a1", "a2", "a3"]);
    expect(batches).toEqual([["a", [1, 2, 3]]]);
  });

  test("gathers what arrives while a batch is under way into the next", async () => {
    const { batches, commit, open } = recorder();
    const first = commit("a", 1);
    await new Promise((resolve) => setImmediate(resolve));
    const later = [commit("a", 2), commit("a", 3)];
    open();
    await Promise.all([first, ...later]);
    expect(batches).toEqual([
      ["a", [1]],
      ["a", [2, 3]],
    ]);
  });

  test("keeps keys apart", async () => {
    const { batches, commit, open } = recorder();
    const results = Promise.all([commit("a", 1), commit("b", 2)]);
    open();
    await results;
    expect(batches).toEqual([
      ["a", [1]],
      ["b", [2]],
    ]);
  });

  test("closes a batch before it grows too heavy, and lets a heavy item pass alone", async () => {
    const { batches, commit, open } = recorder(5);
    const results = Promise.all([commit("a", 3), commit("a", 2), commit("a", 9), commit("a", 1)]);
    open();
    await results;
    expect(batches.map(([, items]) => items)).toEqual([[3, 2], [9], [1]]);
  });

  test("fails each call of a batch that fails, and goes on with the next", async () => {
    const { commit, open } = recorder(20);
    const results = Promise.allSettled([commit("a", 7), commit("a", 13), commit("a", 8)]);
    open();
    expect((await results).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "fulfilled",
    ]);
  });
});
