import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench } from "./testing/bench.ts";
import { scheduler } from "./testing/sdk.ts";

describe("schedules", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  afterEach(() => bench.close());

  const MINUTE_MS = 60_000;
  let seen: string[];
  const see = ({ scheduleTime }: { scheduleTime: string }) =>
    void seen.push(scheduleTime.slice(11, 16));

  beforeEach(() => {
    seen = [];
  });

  async function pass(minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i += 1) {
      bench.clock.advance(MINUTE_MS);
      await bench.settled();
    }
  }

  test("run at their times", async () => {
    await bench.host({ job: scheduler.onSchedule("*/5 * * * *", see) });
    await bench.settled();
    await pass(12);
    expect(seen).toEqual(["00:05", "00:10"]);
  });

  test("run neither twice nor too early after a restart", async () => {
    const exports = { job: scheduler.onSchedule("every 5 minutes", see) };
    await bench.host(exports);
    await bench.settled();
    await pass(5);
    await bench.restart(exports);
    await pass(4);
    expect(seen).toEqual(["00:05"]);
    await pass(1);
    expect(seen).toEqual(["00:05", "00:10"]);
  });

  test("make up once for the times that were missed", async () => {
    const exports = { job: scheduler.onSchedule("*/5 * * * *", see) };
    await bench.host(exports);
    await bench.settled();
    bench.abandon();
    bench.clock.advance(32 * MINUTE_MS);
    await bench.restart(exports);
    await pass(3);
    expect(seen).toEqual(["00:05", "00:35"]);
  });

  test("take up a new timetable", async () => {
    await bench.host({ job: scheduler.onSchedule("0 9 * * *", see) });
    await bench.settled();
    await bench.restart({ job: scheduler.onSchedule("*/2 * * * *", see) });
    await pass(2);
    expect(seen).toEqual(["00:02"]);
  });

  test("are tried again as often as they ask, then wait for their next time", async () => {
    let count = 0;
    const options = { schedule: "0 * * * *", retryCount: 2, minBackoffSeconds: 60 };
    await bench.host({
      job: scheduler.onSchedule(options, () => {
        count += 1;
        throw new Error("never");
      }),
    });
    await bench.settled();
    await pass(60);
    expect(count).toBe(1);
    await pass(58);
    expect(count).toBe(3);
  });

  test("that a crash cut short are not run again, unless they ask for retries", async () => {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    const hang = (event: { scheduleTime: string }) => {
      see(event);
      return end;
    };
    const exports = {
      once: scheduler.onSchedule("*/5 * * * *", hang),
      again: scheduler.onSchedule(
        { schedule: "*/5 * * * *", retryCount: 1, minBackoffSeconds: 60 },
        hang,
      ),
    };
    await bench.host(exports);
    await bench.settled();
    bench.clock.advance(5 * MINUTE_MS);
    await expect.poll(() => seen).toEqual(["00:05", "00:05"]);
    bench.abandon();
    seen = [];
    await bench.host({ once: scheduler.onSchedule("*/5 * * * *", see), again: exports.again });
    await bench.settled();
    bench.clock.advance(MINUTE_MS);
    await expect.poll(() => seen).toEqual(["00:05"]);
    resolve();
  });

  test("run when they are told to, and say when that fails", async () => {
    await bench.host({
      good: scheduler.onSchedule("0 9 * * *", see),
      bad: scheduler.onSchedule("0 9 * * *", () => {
        throw new Error("never");
      }),
    });
    await bench.functions().schedules.runNow("good");
    expect(seen).toHaveLength(1);
    await expect(bench.functions().schedules.runNow("bad")).rejects.toThrow("status 500");
    await expect(bench.functions().schedules.runNow("nobody")).rejects.toThrow(
      "no schedule nobody",
    );
  });

  test("that cannot be read stop the start, by name", async () => {
    const broken = bench.host({ job: scheduler.onSchedule("sometimes", see) });
    await expect(broken).rejects.toThrow('Function job: "sometimes" is neither');
  });
});
