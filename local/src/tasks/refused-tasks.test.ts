import { describe, expect, test } from "vitest";
import { QUEUE, serveTasks, type TaskInit } from "./testing/serve-tasks.ts";

describe("the embedded Cloud Tasks", () => {
  test.each([
    ["a time more than 30 days away", { scheduleTime: { seconds: 2e9 } }, 3],
    ["a deadline under 15 seconds", { dispatchDeadline: { seconds: 14 } }, 3],
    [
      "a body with GET",
      { httpRequest: { url: "https://e.com", httpMethod: "GET", body: Buffer.from("x") } },
      3,
    ],
    ["a URL that is no web address", { httpRequest: { url: "ftp://e.com/x" } }, 3],
    ["a name of another queue", { name: QUEUE.replace("deliver", "other/tasks/t") }, 3],
    ["a name with a space", { name: `${QUEUE}/tasks/a b` }, 3],
    [
      "a body over 1 MB",
      { httpRequest: { url: "https://e.com", body: Buffer.alloc(1_100_000) } },
      3,
    ],
    [
      "a token for a stranger",
      { httpRequest: { url: "https://e.com", oidcToken: { serviceAccountEmail: "a@b.c" } } },
      12,
    ],
    ["an App Engine target", { httpRequest: null, appEngineHttpRequest: { relativeUri: "/" } }, 12],
  ] as const)("refuses %s and keeps nothing", async (_case, task, code) => {
    const tasks = await serveTasks();
    await expect(tasks.create(task as TaskInit)).rejects.toMatchObject({ code });
    const [listed] = await tasks.client.listTasks({ parent: QUEUE });
    expect([listed, tasks.delivered]).toEqual([[], []]);
  });

  test("refuses a queue that no function declares", async () => {
    const tasks = await serveTasks();
    const parent = QUEUE.replace("deliver", "nobody");
    const task = { httpRequest: { url: "https://example.com" } };
    await expect(tasks.client.createTask({ parent, task })).rejects.toMatchObject({ code: 9 });
    await expect(
      tasks.client.createQueue({ parent: QUEUE.split("/queues")[0], queue: {} }),
    ).rejects.toMatchObject({ code: 12 });
  });

  test.each([
    [
      "a page of another site",
      { origin: "https://evil.example", "content-type": "application/json" },
    ],
    ["a form post", { "content-type": "text/plain" }],
    ["a webhook that points here", { "webhook-id": "evt_1", "content-type": "application/json" }],
  ])("refuses a task from %s", async (_case, headers) => {
    const tasks = await serveTasks();
    const body = JSON.stringify({ task: { httpRequest: { url: "https://example.com" } } });
    const url = `http://127.0.0.1:${tasks.port}/v2/${QUEUE}/tasks`;
    const answer = await fetch(url, { method: "POST", headers, body });
    expect([answer.status, tasks.delivered]).toEqual([403, []]);
  });
});
