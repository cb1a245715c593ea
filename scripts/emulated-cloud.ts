import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../local/src/clock.ts";
import { createEngine } from "../local/src/firestore/engine/create-engine.ts";
import type { Engine } from "../local/src/firestore/engine.ts";
import { createAccessPolicy } from "../local/src/firestore/rules/policy.ts";
import { parseRules } from "../local/src/firestore/rules/ruleset.ts";
import { startFirestoreServer } from "../local/src/firestore/wire/server.ts";
import { deliverTask } from "../local/src/functions-host/deliver-task.ts";
import { type DeployedFunction, discoverFunctions } from "../local/src/functions-host/discover.ts";
import { Triggers } from "../local/src/functions-host/triggers.ts";
import { startHttpServer } from "../local/src/http-server.ts";
import type { Log } from "../local/src/log.ts";
import { openStorage, type Storage } from "../local/src/storage.ts";
import { createCloudTasks } from "../local/src/tasks/cloud-tasks.ts";
import { queueName } from "../local/src/tasks/resource-name.ts";
import { createTasksHandler } from "../local/src/tasks/server.ts";
import { ROOT } from "./build.ts";

const HOST = "127.0.0.1";

export interface EmulatedCloud {
  /** `host:port` */
  firestoreHost: string;
  tasksHost: string;
  /** Begins to deliver events and tasks. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  projectId: string;
  /** The functions emulator's address. */
  functionsUrl: string;
  log: Log;
}

type Parts = Options & { storage: Storage; engine: Engine; functions: DeployedFunction[] };

/**
 * What calls the functions from within the cloud, embedded, for a functions emulator of the Firebase CLI. Google's Firestore emulator is a
 * Java program; without it the CLI ignores triggers. Its Cloud Tasks answers 404 to Google's own client, as its paths lack /v2, and runs a
 * task at once, whatever its schedule time says. Schedules do not run: the functions emulator would call them with an event, where
 * firebase-functions expects Cloud Scheduler's request.
 */
export async function startEmulatedCloud(options: Options): Promise<EmulatedCloud> {
  const { projectId } = options;
  const storage = openStorage(null);
  const indexes = JSON.parse(readFileSync(join(ROOT, "firestore.indexes.json"), "utf8"));
  const rules = parseRules(readFileSync(join(ROOT, "firestore.rules"), "utf8"));
  const accessPolicy = createAccessPolicy(rules, { projectId, now: Date.now });
  const engine = createEngine({ storage, projectId, indexes, accessPolicy });
  const firestore = await startFirestoreServer({
    ...{ engine, port: 0, allowOwner: true },
    identify: () => ({ kind: "anonymous" }),
  });
  const functions = await discoverFunctions(join(ROOT, "functions/lib/index.js"));
  const parts = { ...options, storage, engine, functions };
  const tasks = offerTasks(parts);
  const tasksServer = await startHttpServer({
    ...{ host: HOST, port: 0, log: options.log },
    handle: createTasksHandler(tasks, options.log),
  });
  let triggers: Triggers | undefined;
  return {
    firestoreHost: `${firestore.host}:${firestore.port}`,
    tasksHost: `${HOST}:${tasksServer.port}`,
    async start() {
      triggers = await offerTriggers(parts);
      triggers.start();
      tasks.start();
    },
    async stop() {
      await Promise.all([triggers?.stop(), tasks.stop(), tasksServer.close(0)]);
      await firestore.close();
      engine.close();
      storage.close();
    },
  };
}

/** Tasks carry the functions emulator's own address, as FUNCTIONS_URL says. */
function offerTasks({ projectId, functions, storage, log }: Parts) {
  return createCloudTasks({
    ...{ storage, clock: systemClock, log },
    queues: ofKind(functions, "task").map(({ name, region, retryConfig, rateLimits }) => ({
      ...{ name: queueName(projectId, region, name), retryConfig, rateLimits },
    })),
    deliver: (task) =>
      deliverTask(task, {
        ...{ clock: systemClock, functions: new Map(), targetOf: () => null },
        serve: () => {},
      }),
    isLocalTarget: () => true,
  });
}

/** The Firestore functions, each called where the functions emulator takes its events. */
async function offerTriggers({ projectId, functions, functionsUrl, ...parts }: Parts) {
  const address = `${functionsUrl}/functions/projects/${projectId}/triggers`;
  const unknown = await fetch(`${address}/unknown`, { method: "POST" });
  const keys = (await unknown.text()).split("are: ").at(-1)?.split(", ") ?? [];
  const remote = ofKind(functions, "firestore").map((target) => {
    const key = keys.find((name) => name.startsWith(`${target.region}-${target.name}-`));
    return {
      ...target,
      async handler(event: unknown) {
        const response = await fetch(`${address}/${key}`, {
          method: "POST",
          headers: { "Content-Type": "application/cloudevents+json; charset=utf-8" },
          body: JSON.stringify(event),
        });
        if (!response.ok) throw new Error(`${target.name}: ${await response.text()}`);
      },
    };
  });
  return new Triggers({ ...parts, clock: systemClock, functions: remote });
}

function ofKind<K extends DeployedFunction["kind"]>(functions: DeployedFunction[], kind: K) {
  return functions.filter(
    (target): target is Extract<DeployedFunction, { kind: K }> => target.kind === kind,
  );
}
