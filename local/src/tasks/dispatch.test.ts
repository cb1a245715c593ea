import { describe, expect, test } from "vitest";
import { QUEUE, serveTasks } from "./testing/serve-tasks.ts";

const HOUR_MS = 60 * 60 * 1000;

describe("the embedded Cloud Tasks", () => {
  test("waits for the schedule time", async () => {
    const tasks = await serveTasks();
    const [task] = await tasks.create({ scheduleTime: tasks.inSeconds(60) });
    tasks.clock.advance(59_999);
    await tasks.settled();
    expect(tasks.delivered).toEqual([]);
    tasks.clock.advance(1);
    await tasks.settled();
    expect(tasks.delivered.map(({ name }) => name)).toEqual([task.name]);
  });

  test("delivers at once though the wall's clock was set back an hour", async () => {
    const tasks = await serveTasks();
    await tasks.create();
    await tasks.settled();
    tasks.clock.advance(-HOUR_MS);
    await tasks.create();
    await tasks.create({ scheduleTime: tasks.inSeconds(1) });
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(2);
    tasks.clock.advance(1_000);
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(3);
  });

  test("tries a failing task again after the queue's backoff, and gives up after its last attempt", async () => {
    const tasks = await serveTasks();
    tasks.answerWith(() => 503);
    const [task] = await tasks.create();
    await tasks.settled();
    const [waiting] = await tasks.client.getTask({ name: task.name });
    expect(waiting).toMatchObject({ dispatchCount: 1, responseCount: 1 });
    tasks.clock.advance(9_999);
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(1);
    tasks.clock.advance(1);
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(2);
    tasks.clock.advance(20_000);
    await tasks.settled();
    expect(tasks.delivered.map(({ dispatchCount }) => dispatchCount)).toEqual([0, 1, 2]);
    await expect(tasks.client.getTask({ name: task.name })).rejects.toMatchObject({ code: 5 });
    expect(tasks.warnings).toEqual([
      expect.stringContaining("is given up after 3 attempts: HTTP 503"),
    ]);
  });

  test("goes on trying past the last attempt until the retry time is over", async () => {
    const tasks = await serveTasks({ retryConfig: { maxAttempts: 1, maxRetrySeconds: 15 } });
    tasks.answerWith(() => {
      throw new Error("connection refused");
    });
    await tasks.create();
    await tasks.settled();
    tasks.clock.advance(10_000);
    await tasks.settled();
    tasks.clock.advance(20_000);
    await tasks.settled();
    tasks.clock.advance(HOUR_MS);
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(3);
  });

  test("never runs more tasks at once than the queue allows", async () => {
    const tasks = await serveTasks({ rateLimits: { maxConcurrentDispatches: 2 } });
    const gates: (() => void)[] = [];
    tasks.answerWith(() => new Promise((resolve) => gates.push(() => resolve(204))));
    for (let i = 0; i < 5; i += 1) await tasks.create();
    for (const expected of [2, 3, 4, 5]) {
      await expect.poll(() => gates).toHaveLength(expected);
      gates[expected - 2]?.();
    }
    gates[4]?.();
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(5);
  });

  test("never dispatches faster than the queue's rate", async () => {
    const tasks = await serveTasks({
      rateLimits: { maxConcurrentDispatches: 9, maxDispatchesPerSecond: 1 },
    });
    for (let i = 0; i < 3; i += 1) await tasks.create();
    const seen = [tasks.delivered.length];
    for (const milliseconds of [999, 1, 1000]) {
      tasks.clock.advance(milliseconds);
      seen.push(tasks.delivered.length);
    }
    expect(seen).toEqual([1, 1, 2, 3]);
    await tasks.settled();
  });

  test("makes a waiting task due at once when it is told to run", async () => {
    const tasks = await serveTasks();
    const [task] = await tasks.create({ scheduleTime: tasks.inSeconds(600) });
    await tasks.client.runTask({ name: task.name });
    tasks.clock.advance(1);
    await tasks.settled();
    expect(tasks.delivered.map(({ name }) => name)).toEqual([task.name]);
  });

  test("holds the tasks of a paused queue, and purges them when asked", async () => {
    const tasks = await serveTasks();
    await tasks.client.pauseQueue({ name: QUEUE });
    await tasks.create();
    await tasks.settled();
    expect(tasks.delivered).toEqual([]);
    await tasks.client.resumeQueue({ name: QUEUE });
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(1);
    await tasks.client.pauseQueue({ name: QUEUE });
    await tasks.create();
    await tasks.client.purgeQueue({ name: QUEUE });
    await tasks.client.resumeQueue({ name: QUEUE });
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(1);
  });

  test("delivers what was waiting, and what was running, when it is opened again", async () => {
    const tasks = await serveTasks();
    tasks.answerWith(() => new Promise(() => {}));
    await tasks.create({ name: `${QUEUE}/tasks/running` });
    await tasks.create({ name: `${QUEUE}/tasks/waiting`, scheduleTime: tasks.inSeconds(60) });
    tasks.answerWith(undefined);
    tasks.delivered.length = 0;
    tasks.reopen();
    tasks.clock.advance(60_000);
    await tasks.settled();
    expect(tasks.delivered.map(({ name }) => name.split("/").pop())).toEqual([
      "running",
      "waiting",
    ]);
    await expect(tasks.create({ name: `${QUEUE}/tasks/running` })).rejects.toMatchObject({
      code: 6,
    });
  });
});
