import { deleteApp, initializeApp } from "firebase-admin/app";
import { getFunctions } from "firebase-admin/functions";
import { describe, expect, test, vi } from "vitest";
import { QUEUE, serveTasks } from "./testing/serve-tasks.ts";

const HOUR_MS = 60 * 60 * 1000;

describe("the embedded Cloud Tasks", () => {
  test("delivers a task once, with its method, headers and body", async () => {
    const tasks = await serveTasks();
    const headers = { "Content-Type": "application/json" };
    const body = Buffer.from('{"data":1}');
    const [task] = await tasks.create({
      httpRequest: { url: "https://example.com/hook", httpMethod: "PUT", headers, body },
    });
    expect(task.name).toMatch(`${QUEUE}/tasks/`);
    await tasks.settled();
    expect(tasks.delivered.map(({ request }) => request)).toEqual([
      { url: "https://example.com/hook", method: "PUT", headers, body: body.toString("base64") },
    ]);
    await expect(tasks.client.getTask({ name: task.name })).rejects.toMatchObject({ code: 5 });
  });

  test("takes a named task once, and its name again an hour after it is done", async () => {
    const tasks = await serveTasks();
    const name = `${QUEUE}/tasks/once`;
    await tasks.create({ name });
    await tasks.settled();
    await expect(tasks.create({ name })).rejects.toMatchObject({ code: 6 });
    tasks.clock.advance(HOUR_MS - 1);
    await expect(tasks.create({ name })).rejects.toMatchObject({ code: 6 });
    tasks.clock.advance(1);
    await tasks.create({ name });
    await tasks.settled();
    expect(tasks.delivered).toHaveLength(2);
  });

  test("refuses the name of a task that waits or was deleted", async () => {
    const tasks = await serveTasks();
    const name = `${QUEUE}/tasks/once`;
    await tasks.create({ name, scheduleTime: tasks.inSeconds(60) });
    await expect(tasks.create({ name })).rejects.toMatchObject({ code: 6 });
    await tasks.client.deleteTask({ name });
    await expect(tasks.create({ name })).rejects.toMatchObject({ code: 6 });
    await expect(tasks.client.deleteTask({ name })).rejects.toMatchObject({ code: 5 });
    tasks.clock.advance(HOUR_MS - 1);
    await tasks.settled();
    expect(tasks.delivered).toEqual([]);
  });

  test("lists what waits, page by page, without bodies unless asked", async () => {
    const tasks = await serveTasks();
    const httpRequest = { url: "https://example.com/", body: Buffer.from("secret") };
    for (const id of ["a", "b", "c"]) {
      await tasks.create({
        name: `${QUEUE}/tasks/${id}`,
        httpRequest,
        scheduleTime: tasks.inSeconds(60),
      });
    }
    const list = (pageToken = "") =>
      tasks.client.listTasks({ parent: QUEUE, pageSize: 2, pageToken }, { autoPaginate: false });
    const [first, , { nextPageToken }] = await list();
    const [second, , end] = await list(nextPageToken ?? "");
    const seen = [...first, ...second];
    expect([first.length, end.nextPageToken]).toEqual([2, ""]);
    expect(seen.map(({ name }) => name?.slice(-1))).toEqual(["a", "b", "c"]);
    expect(seen[0]?.httpRequest?.body).toHaveLength(0);
    const [full] = await tasks.client.getTask({ name: `${QUEUE}/tasks/a`, responseView: "FULL" });
    expect(Buffer.from(full.httpRequest?.body ?? "").toString()).toBe("secret");
    const [queue] = await tasks.client.getQueue({ name: QUEUE });
    expect(queue).toMatchObject({ state: "RUNNING", retryConfig: { maxAttempts: 3 } });
  });

  test("answers the Admin SDK's task queue", async () => {
    const tasks = await serveTasks();
    vi.stubEnv("CLOUD_TASKS_EMULATOR_HOST", `127.0.0.1:${tasks.port}`);
    const app = initializeApp({ projectId: "demo-x" }, "tasks-test");
    const queue = getFunctions(app).taskQueue("deliver");
    const due = new Date(tasks.clock.now() + 1000);
    await queue.enqueue({ n: 1 }, { id: "one", scheduleTime: due, dispatchDeadlineSeconds: 30 });
    await expect(queue.enqueue({ n: 1 }, { id: "one" })).rejects.toMatchObject({
      code: "functions/task-already-exists",
    });
    await queue.enqueue({ n: 2 }, { id: "two", scheduleTime: due });
    await queue.delete("two");
    tasks.clock.advance(1000);
    await tasks.settled();
    expect(tasks.delivered).toMatchObject([
      { request: { url: "", method: "POST" }, deadlineMs: 30_000 },
    ]);
    const body = Buffer.from(tasks.delivered[0]?.request.body ?? "", "base64").toString();
    expect(JSON.parse(body)).toEqual({ data: { n: 1 } });
    await deleteApp(app);
  });
});
