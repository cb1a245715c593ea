import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Engine } from "../firestore/engine.ts";
import type { Log } from "../log.ts";
import type { Storage } from "../storage.ts";
import { type CloudTasks, createCloudTasks } from "../tasks/cloud-tasks.ts";
import { queueName } from "../tasks/resource-name.ts";
import { deliverTask } from "./deliver-task.ts";
import type { DeployedFunction, ScheduleFunction } from "./discover.ts";
import { inject } from "./inject.ts";
import { createSchedules, type Schedules } from "./schedules.ts";
import { createServe, type ServedFunction } from "./serve.ts";
import { parseEmulatorPath, parseTarget } from "./target.ts";
import { Triggers } from "./triggers.ts";

export interface FunctionsHostOptions {
  projectId: string;
  functions: DeployedFunction[];
  engine: Engine;
  storage: Storage;
  clock: Clock;
  log: Log;
  /** An Authorization header that claims to be a token of ours and is not: no function must see it. */
  isForged(authorization: string | undefined): boolean;
}

export interface FunctionsHost {
  /** Answers a request to the functions' own port: `/PROJECT/REGION/NAME/…`. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Answers a request that hosting sends to a function, path and all. False when there is no such HTTPS function. */
  serve(name: string, req: IncomingMessage, res: ServerResponse): boolean;
  tasks: CloudTasks;
  schedules: Pick<Schedules, "runNow">;
  /** Begins to deliver events, tasks and schedules. */
  start(): void;
  /** Delivers no more; resolves when what runs has ended. */
  stop(): Promise<void>;
  /** No event, task or schedule runs or is due. */
  isIdle(): boolean;
}

export function createFunctionsHost(options: FunctionsHostOptions): FunctionsHost {
  const { projectId, clock, log, isForged } = options;
  const serve = createServe(clock, log);
  const served = options.functions.filter((target) => target.kind !== "firestore");
  const byName = new Map<string, ServedFunction>(served.map((target) => [target.name, target]));
  const targetOf = (url: string) => parseTarget(url, projectId);

  const triggers = new Triggers({
    ...options,
    functions: ofKind(options.functions, "firestore"),
  });
  const tasks = createCloudTasks({
    ...options,
    queues: ofKind(options.functions, "task").map(({ name, region, retryConfig, rateLimits }) => ({
      ...{ name: queueName(projectId, region, name), retryConfig, rateLimits },
    })),
    deliver: (task) => deliverTask(task, { clock, serve, functions: byName, targetOf }),
    isLocalTarget: (url) => targetOf(url) !== null,
  });
  const schedules = createSchedules({
    ...options,
    functions: ofKind(options.functions, "schedule"),
    call: (target, scheduleTime) => callSchedule(target, scheduleTime),
  });

  function callSchedule(target: ScheduleFunction, scheduleTime: string): Promise<number> {
    const headers = {
      "user-agent": "Google-Cloud-Scheduler",
      "x-cloudscheduler": "true",
      "x-cloudscheduler-jobname": `firebase-schedule-${target.name}-${target.region}`,
      "x-cloudscheduler-scheduletime": scheduleTime,
    };
    const request = { method: "POST", url: "/", headers, body: Buffer.alloc(0) };
    return inject(request, (req, res) => serve(target, req, res));
  }

  function answer(target: ServedFunction, req: IncomingMessage, res: ServerResponse): void {
    if (isForged(req.headers.authorization)) refuseToken(res);
    else serve(target, req, res);
  }

  return {
    handle(req, res) {
      const place = parseEmulatorPath(req.url ?? "/", projectId);
      const target = place && byName.get(place.functionName);
      if (!place || !target) return sendText(res, 404, "There is no such function.");
      if (target.kind !== "https") {
        return sendText(res, 403, "Your client does not have permission to call this function.");
      }
      req.url = place.path;
      answer(target, req, res);
    },
    serve(name, req, res) {
      const target = byName.get(name);
      if (target?.kind !== "https") return false;
      answer(target, req, res);
      return true;
    },
    tasks,
    schedules,
    start() {
      triggers.start();
      tasks.start();
      schedules.start();
    },
    async stop() {
      await Promise.all([triggers.stop(), tasks.stop(), schedules.stop()]);
    },
    isIdle: () => triggers.isIdle() && tasks.isIdle() && schedules.isIdle(),
  };
}

function ofKind<K extends DeployedFunction["kind"]>(functions: DeployedFunction[], kind: K) {
  return functions.filter(
    (target): target is Extract<DeployedFunction, { kind: K }> => target.kind === kind,
  );
}

function refuseToken(res: ServerResponse): void {
  const problem = {
    type: "about:blank",
    title: "No valid credentials",
    status: 401,
    code: "unauthenticated",
    detail: "The ID token has run out or is not one of this server's. Sign in again.",
  };
  res.writeHead(401, { "content-type": "application/problem+json", "www-authenticate": "Bearer" });
  res.end(JSON.stringify(problem));
}

function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
