import { beforeEach, describe, expect, test } from "vitest";
import { createLanes, type Lane, type Lanes } from "./lanes.ts";

let lanes: Lanes;
let now: number;
let subjects = 0;

beforeEach(() => {
  now = 0;
  lanes = createLanes(() => now);
});

/** Lets every promise that can be settled be settled. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function enterMany(target: string, count: number) {
  const running: Lane[] = [];
  const delays: number[] = [];
  for (let n = 0; n < count; n++) {
    void lanes.enter(target, `subject ${subjects++}`).then((entered) => {
      if (entered.kind === "entered") running.push(entered);
      else delays.push(entered.delayMs);
    });
  }
  await settle();
  return { running, delays };
}

const leave = (running: Lane[], outcome: "through" | "failed") => {
  for (const lane of running.splice(0)) lane.leave(outcome);
};

describe("createLanes", () => {
  test("runs 32 at a target and lets 100 wait, whatever goes on at another", async () => {
    const slow = await enterMany("slow", 200);
    expect(slow.running).toHaveLength(32);
    expect(slow.delays).toHaveLength(68);
    expect((await enterMany("quick", 1)).running).toHaveLength(1);
  });

  test("gives a place to who waits longest when one gets through", async () => {
    const { running } = await enterMany("target", 40);
    leave(running, "through");
    await settle();
    expect(running).toHaveLength(8);
    leave(running, "through");
    expect((await enterMany("target", 33)).running).toHaveLength(32);
  });

  test("sends all away who wait at a target that fails, and gives it 4 places until one gets through", async () => {
    const { running, delays } = await enterMany("target", 100);
    expect(delays).toEqual([]);
    leave(running, "failed");
    await settle();
    expect(delays).toHaveLength(68);
    const few = await enterMany("target", 100);
    expect(few.running).toHaveLength(4);
    expect(few.delays).toHaveLength(96);
    leave(few.running.slice(0, 1), "through");
    expect((await enterMany("target", 29)).running).toHaveLength(29);
  });

  test("lets those it sends away come again as far apart as the target takes them", async () => {
    const { running } = await enterMany("target", 32);
    for (const lane of running.splice(1)) {
      now += 10;
      lane.leave("through");
    }
    const { delays } = await enterMany("target", 1131);
    expect(delays).toHaveLength(1000);
    expect(delays[0]).toBe(500);
    const steps = delays.slice(1).map((delay, index) => delay - (delays[index] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThan(5);
    expect(Math.max(...steps)).toBeLessThan(10);
  });

  test("lets nobody stay away for more than five minutes", async () => {
    const { running } = await enterMany("target", 4);
    now += 15_000;
    leave(running, "failed");
    const { delays } = await enterMany("target", 5000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(300_000);
    expect(new Set(delays).size).toBe(delays.length);
  });

  test("runs what concerns one subject in turn, and lets three wait", async () => {
    const order: string[] = [];
    const first = await lanes.enter("target", "a");
    const later = [2, 3, 4].map((n) =>
      lanes.enter("target", "a").then((entered) => {
        order.push(`${n}`);
        if (entered.kind === "entered") entered.leave("through");
      }),
    );
    expect(await lanes.enter("target", "a")).toMatchObject({ kind: "deferred" });
    expect(await lanes.enter("target", "b")).toMatchObject({ kind: "entered" });
    await settle();
    expect(order).toEqual([]);
    if (first.kind === "entered") first.leave("through");
    await Promise.all(later);
    expect(order).toEqual(["2", "3", "4"]);
  });
});
