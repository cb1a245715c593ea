import { randomUUID } from "node:crypto";
import type { CloudTasksState } from "../cloud-tasks.ts";
import { TasksError } from "../errors.ts";
import { parseTaskName } from "../resource-name.ts";
import { TASK_METHODS, type TaskMethod, type TaskRequest, toWireTask } from "../task.ts";
import { type Json, readFields, readTime, readView } from "./read-fields.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How far ahead a task may be scheduled. */
const AHEAD_MS_MAX = 30 * DAY_MS;
/** Default and limits of a task's dispatch deadline, in seconds. */
const DEADLINE = { default: 600, min: 15, max: 1800 };
const TASK_BYTES_MAX = 1024 * 1024;
const URL_LENGTH_MAX = 2083;

export async function createTask(state: CloudTasksState, parent: string, body: Json) {
  const queue = state.queueForNewTask(parent);
  const { task, responseView } = readFields(body, "request", ["parent", "task", "responseView"]);
  const view = readView(responseView);
  const fields = readFields(task, "task", [
    ...["name", "httpRequest", "scheduleTime", "dispatchDeadline"],
    ...["createTime", "dispatchCount", "responseCount", "firstAttempt", "lastAttempt", "view"],
    "appEngineHttpRequest",
  ]);
  if (fields.appEngineHttpRequest) {
    throw new TasksError(
      "UNIMPLEMENTED",
      "((App Engine tasks are not emulated: use httpRequest.))",
    );
  }
  const request = readRequest(fields.httpRequest);
  state.checkTarget(queue, request, fields.httpRequest);
  const isNamedByCaller = typeof fields.name === "string" && fields.name !== "";
  const name = isNamedByCaller ? String(fields.name) : `${parent}/tasks/${randomUUID()}`;
  if (parseTaskName(name).queue !== parent) {
    throw new TasksError(
      "INVALID_ARGUMENT",
      "The queue name from request ('parent') must be the same as in the task's name.",
    );
  }
  const now = state.clock.now();
  const scheduledAt = readTime(fields.scheduleTime, "task.scheduleTime") ?? now;
  if (scheduledAt > now + AHEAD_MS_MAX) {
    throw new TasksError(
      "INVALID_ARGUMENT",
      "The schedule_time in the task is too far in the future: at most 30 days.",
    );
  }
  const stored = await state.storage.write(() => {
    const createdAt = state.clock.now();
    if (state.store.get(name) || state.store.isSpent(name, createdAt)) {
      throw new TasksError("ALREADY_EXISTS", "Requested entity already exists");
    }
    return state.store.insert({
      ...{ name, queue: parent, isNamedByCaller, createdAt, request },
      dueAt: queue.notBeforeCursor(Math.max(scheduledAt, createdAt)),
      deadlineMs: readDeadlineMs(fields.dispatchDeadline),
    });
  });
  queue.pump();
  return toWireTask(stored, view);
}

function readRequest(value: unknown): TaskRequest {
  const fields = readFields(value, "task.httpRequest", [
    ...["url", "httpMethod", "headers", "body", "oidcToken", "oauthToken"],
  ]);
  const method = readMethod(fields.httpMethod);
  const body = typeof fields.body === "string" ? fields.body : "";
  if (body && !["POST", "PUT", "PATCH"].includes(method)) {
    throw new TasksError("INVALID_ARGUMENT", `HTTP method ${method} must not have a body.`);
  }
  const url = typeof fields.url === "string" ? fields.url : "";
  if (url && (!URL.canParse(url) || !/^https?:\/\//i.test(url) || url.length > URL_LENGTH_MAX)) {
    throw new TasksError(
      "INVALID_ARGUMENT",
      `HttpRequest.url must be a valid URL that starts with http:// or https://, of at most ${URL_LENGTH_MAX} characters.`,
    );
  }
  const headers = readHeaders(fields.headers);
  if (body.length * 0.75 + JSON.stringify(headers).length > TASK_BYTES_MAX) {
    throw new TasksError("INVALID_ARGUMENT", "Task size too large: at most 1048576 bytes.");
  }
  return { url, method, headers, body };
}

function readMethod(value: unknown): TaskMethod {
  const method = typeof value === "number" ? TASK_METHODS[value] : (value ?? "POST");
  if (method === "HTTP_METHOD_UNSPECIFIED") return "POST";
  const known = TASK_METHODS.find((name) => name === method);
  if (known && known !== "HTTP_METHOD_UNSPECIFIED") return known;
  throw new TasksError("INVALID_ARGUMENT", `HttpRequest.http_method ${value} is not known.`);
}

function readHeaders(value: unknown): Record<string, string> {
  const headers = Object.entries(readFields(value ?? {}, "task.httpRequest.headers"));
  const bad = headers.find(([, content]) => typeof content !== "string");
  if (bad)
    throw new TasksError("INVALID_ARGUMENT", `HttpRequest.headers["${bad[0]}"] must be a string.`);
  return Object.fromEntries(headers.map(([name, content]) => [name, String(content)]));
}

function readDeadlineMs(value: unknown): number {
  if (value === undefined || value === null) return DEADLINE.default * 1000;
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(String(value))?.[1];
  if (seconds === undefined || Number(seconds) < DEADLINE.min || Number(seconds) > DEADLINE.max) {
    throw new TasksError("INVALID_ARGUMENT", "Task.dispatchDeadline must be between [15s, 30m].");
  }
  return Math.floor(Number(seconds) * 1000);
}
