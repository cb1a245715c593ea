import { describe, expect, test } from "vitest";
import { createLanes, type Lane } from "./lanes.ts";

let subjects = 0;

async function enterMany(lanes: ReturnType<typeof createLanes>, target: string, count: number) {
  const entered = await Promise.all(
    Array.from({ length: count }, () => lanes.enter(target, `subject ${subjects++}`)),
  );
  return entered.filter((lane): lane is Lane => lane !== null);
}

describe("createLanes", () => {
  test("gives a target 32 places and another target its own", async () => {
    const lanes = createLanes();
    expect(await enterMany(lanes, "slow", 100)).toHaveLength(32);
    expect(await enterMany(lanes, "quick", 100)).toHaveLength(32);
  });

  test("gives a failing target 4 places until an attempt gets through", async () => {
    const lanes = createLanes();
    (await lanes.enter("target", "a"))?.leave("failed");
    const few = await enterMany(lanes, "target", 100);
    expect(few).toHaveLength(4);
    few[0]?.leave("through");
    expect(await enterMany(lanes, "target", 100)).toHaveLength(29);
  });

  test("runs what concerns one subject in turn, and lets three wait", async () => {
    const lanes = createLanes();
    const order: string[] = [];
    const first = await lanes.enter("target", "a");
    const later = [2, 3, 4].map((n) =>
      lanes.enter("target", "a").then((lane) => {
        order.push(`${n}`);
        lane?.leave("through");
      }),
    );
    expect(await lanes.enter("target", "a")).toBeNull();
    expect(await lanes.enter("target", "b")).not.toBeNull();
    expect(order).toEqual([]);
    first?.leave("through");
    await Promise.all(later);
    expect(order).toEqual(["2", "3", "4"]);
  });
});
