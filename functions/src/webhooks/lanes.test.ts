import { beforeEach, describe, expect, test } from "vitest";
import { createLanes, type Lane, type Lanes } from "./lanes.ts";

let lanes: Lanes;
let subjects = 0;

beforeEach(() => {
  lanes = createLanes();
});

/** Lets every promise that can be settled be settled. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function enterMany(target: string, count: number) {
  const running: Lane[] = [];
  let refused = 0;
  for (let n = 0; n < count; n++) {
    void lanes.enter(target, `subject ${subjects++}`).then((lane) => {
      if (lane === null) refused += 1;
      else running.push(lane);
    });
  }
  await settle();
  return {
    running,
    refused: () => refused,
  };
}

describe("createLanes", () => {
  test("runs 32 at a target and lets 100 wait, whatever goes on at another", async () => {
    const slow = await enterMany("slow", 200);
    expect(slow.running).toHaveLength(32);
    expect(slow.refused()).toBe(68);
    expect((await enterMany("quick", 1)).running).toHaveLength(1);
  });

  test("gives a place to who waits longest when one gets through", async () => {
    const { running } = await enterMany("target", 40);
    for (const lane of running.splice(0)) lane.leave("through");
    await settle();
    expect(running).toHaveLength(8);
    for (const lane of running) lane.leave("through");
    expect((await enterMany("target", 33)).running).toHaveLength(32);
  });

  test("sends all away who wait at a target that fails, and gives it 4 places until one gets through", async () => {
    const { running, refused } = await enterMany("target", 100);
    expect(refused()).toBe(0);
    for (const lane of running) lane.leave("failed");
    await settle();
    expect(refused()).toBe(68);
    const few = await enterMany("target", 100);
    expect(few.running).toHaveLength(4);
    expect(few.refused()).toBe(96);
    few.running[0]?.leave("through");
    expect((await enterMany("target", 29)).running).toHaveLength(29);
  });

  test("runs what concerns one subject in turn, and lets three wait", async () => {
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
    await settle();
    expect(order).toEqual([]);
    first?.leave("through");
    await Promise.all(later);
    expect(order).toEqual(["2", "3", "4"]);
  });
});
