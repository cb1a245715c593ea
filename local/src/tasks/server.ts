import type { IncomingMessage, ServerResponse } from "node:http";
import { describeError, type Log } from "../log.ts";
import { isForLoopback, isWebhook } from "../own-machine.ts";
import type { CloudTasks, CloudTasksState } from "./cloud-tasks.ts";
import { TasksError, toWireError } from "./errors.ts";
import { deleteTask, runTask } from "./operations/change-task.ts";
import { createTask } from "./operations/create-task.ts";
import { getQueue, listQueues, purgeQueue, setQueuePaused } from "./operations/queues.ts";
import { type Json, readFields } from "./operations/read-fields.ts";
import { getTask, listTasks } from "./operations/read-tasks.ts";
import { TASK_METHODS } from "./task.ts";

const BODY_BYTES_MAX = 4 * 1024 * 1024;

const QUEUE = "projects/[^/]+/locations/[^/]+/queues/[^/:]+";
const TASK = `${QUEUE}/tasks/[^/:]+`;

interface Call {
  name: string;
  query: URLSearchParams;
  body: Json;
}

type Operation = (state: CloudTasksState, call: Call) => unknown;

const route = (method: string, path: string, operation: Operation) => ({
  method,
  path: new RegExp(path),
  operation,
});

/** The v2 REST surface; the Admin SDK's emulator mode says the same without the version. */
const ROUTES = [
  route("POST", `^(?:/v2)?/(${QUEUE})/tasks$`, (state, { name, body }) =>
    createTask(state, name, body),
  ),
  route("GET", `^/v2/(${QUEUE})/tasks$`, (state, { name, query }) => listTasks(state, name, query)),
  route("GET", `^/v2/(${TASK})$`, (state, { name, query }) => getTask(state, name, query)),
  route("DELETE", `^(?:/v2)?/(${TASK})$`, (state, { name }) => deleteTask(state, name)),
  route("POST", `^/v2/(${TASK}):run$`, (state, { name, body }) => runTask(state, name, body)),
  route("GET", `^/v2/(${QUEUE})$`, (state, { name }) => getQueue(state, name)),
  route("GET", "^/v2/(projects/[^/]+/locations/[^/]+)/queues$", (state, { name }) =>
    listQueues(state, name),
  ),
  route("POST", `^/v2/(${QUEUE}):pause$`, (state, { name }) => setQueuePaused(state, name, true)),
  route("POST", `^/v2/(${QUEUE}):resume$`, (state, { name }) => setQueuePaused(state, name, false)),
  route("POST", `^/v2/(${QUEUE}):purge$`, (state, { name }) => purgeQueue(state, name)),
];

export function createTasksHandler({ state }: CloudTasks, log: Log) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const url = new URL(req.url ?? "/", "http://localhost");
    try {
      checkOrigin(req);
      const answer = await dispatch(state, req, url);
      const isNumeric = url.searchParams.get("$alt")?.includes("enum-encoding=int") ?? false;
      send(res, 200, isNumeric ? withNumericEnums(answer) : answer);
    } catch (error) {
      if (!(error instanceof TasksError)) log("error", describeError(error));
      const refusal =
        error instanceof TasksError ? error : new TasksError("INTERNAL", "Internal error.");
      const wire = toWireError(refusal);
      send(res, wire.error.code, wire);
    }
  };
}

async function dispatch(state: CloudTasksState, req: IncomingMessage, url: URL): Promise<unknown> {
  if (req.method === "GET" && url.pathname === "/") return { status: "Ok" };
  const path = decodeURIComponent(url.pathname);
  for (const { method, path: pattern, operation } of ROUTES) {
    const name = method === req.method ? pattern.exec(path)?.[1] : undefined;
    if (name === undefined) continue;
    const body = method === "POST" ? await readBody(req) : {};
    return operation(state, { name, query: url.searchParams, body });
  }
  throw new TasksError(
    "UNIMPLEMENTED",
    `((${req.method} ${path} is not emulated: queues are the functions made with onTaskDispatched.))`,
  );
}

/** A page in somebody's browser must not queue tasks: neither through a rebound name nor as a plain form post. Nor must a webhook. */
function checkOrigin(req: IncomingMessage): void {
  const isJson =
    req.method !== "POST" || /^application\/json\b/.test(req.headers["content-type"] ?? "");
  const isPage = req.headers.origin !== undefined || !isForLoopback(req);
  if (isJson && !isPage && !isWebhook(req)) return;
  throw new TasksError(
    "PERMISSION_DENIED",
    "((Only programs on this machine may call Cloud Tasks, with a JSON body.))",
  );
}

async function readBody(req: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX)
      throw new TasksError("INVALID_ARGUMENT", "Request payload size exceeds the limit.");
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    return readFields(JSON.parse(Buffer.concat(chunks).toString()), "request");
  } catch (error) {
    if (error instanceof TasksError) throw error;
    throw new TasksError("INVALID_ARGUMENT", "Invalid JSON payload received.");
  }
}

function send(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": Buffer.byteLength(text),
  });
  res.end(text);
}

const NUMBERS: Record<string, readonly string[]> = {
  view: ["VIEW_UNSPECIFIED", "BASIC", "FULL"],
  httpMethod: TASK_METHODS,
  state: ["STATE_UNSPECIFIED", "RUNNING", "PAUSED", "DISABLED"],
};

/** The SDK's REST mode asks for enums as numbers. */
function withNumericEnums(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumericEnums);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const number = typeof member === "string" ? (NUMBERS[key]?.indexOf(member) ?? -1) : -1;
      const isMap = key === "headers";
      return [key, number >= 0 ? number : isMap ? member : withNumericEnums(member)];
    }),
  );
}
