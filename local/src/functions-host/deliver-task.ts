import type { Clock } from "../clock.ts";
import { lastSegment } from "../tasks/resource-name.ts";
import type { StoredTask } from "../tasks/task.ts";
import { type InjectedRequest, inject } from "./inject.ts";
import type { Serve, ServedFunction } from "./serve.ts";
import type { LocalTarget } from "./target.ts";

/** Set by Cloud Tasks itself; what a task brings along under these names is left out. */
const RESERVED_HEADER = /^(host|content-length|x-google-.*|x-cloudtasks-.*)$/i;

export interface DeliverContext {
  clock: Clock;
  serve: Serve;
  functions: Map<string, ServedFunction>;
  targetOf(url: string): LocalTarget | null;
}

/** Calls a task's target, a function of ours without the network, and resolves with its status. */
export async function deliverTask(task: StoredTask, context: DeliverContext): Promise<number> {
  const { url, method, body } = task.request;
  const target =
    url === "" ? { functionName: lastSegment(task.queue), path: "/" } : context.targetOf(url);
  const request = { method, headers: headersOf(task), body: Buffer.from(body, "base64") };
  const { promise: late, reject } = Promise.withResolvers<never>();
  const abort = new AbortController();
  const cancel = context.clock.at(context.clock.now() + task.deadlineMs, () => {
    reject(new Error("DEADLINE_EXCEEDED"));
    abort.abort();
  });
  const answer = target
    ? callFunction({ ...request, url: target.path }, target.functionName, context)
    : callUrl({ ...request, url }, abort.signal);
  return Promise.race([answer, late]).finally(cancel);
}

async function callFunction(
  request: InjectedRequest,
  name: string,
  { functions, serve }: DeliverContext,
): Promise<number> {
  const target = functions.get(name);
  if (!target) return 404;
  return inject(request, (req, res) => serve(target, req, res));
}

async function callUrl(
  { url, method, headers, body }: InjectedRequest,
  signal: AbortSignal,
): Promise<number> {
  const content = body.length > 0 ? new Uint8Array(body) : undefined;
  const answer = await fetch(url, {
    method,
    headers,
    signal,
    redirect: "manual",
    ...(content && { body: content }),
  });
  await answer.body?.cancel();
  return answer.status;
}

function headersOf(task: StoredTask): Record<string, string> {
  const own = Object.entries(task.request.headers).filter(([name]) => !RESERVED_HEADER.test(name));
  const previous = task.lastAttempt?.httpStatus;
  return {
    "user-agent": "Google-Cloud-Tasks",
    ...(task.request.body && { "content-type": "application/octet-stream" }),
    ...Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value])),
    "x-cloudtasks-queuename": lastSegment(task.queue),
    "x-cloudtasks-taskname": lastSegment(task.name),
    "x-cloudtasks-taskretrycount": String(task.dispatchCount),
    "x-cloudtasks-taskexecutioncount": String(task.responseCount),
    "x-cloudtasks-tasketa": (task.dueAt / 1000).toFixed(6),
    ...(previous !== undefined && { "x-cloudtasks-taskpreviousresponse": String(previous) }),
    ...(task.lastAttempt?.reason && { "x-cloudtasks-taskretryreason": task.lastAttempt.reason }),
  };
}
