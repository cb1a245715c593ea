import { join, resolve } from "node:path";
import { type Auth, createAuth } from "./auth/auth.ts";
import { startAuthServer } from "./auth/server.ts";
import { type Clock, systemClock } from "./clock.ts";
import { lockDataFolder } from "./data-folder.ts";
import { createEngine } from "./firestore/engine/create-engine.ts";
import type { Engine } from "./firestore/engine.ts";
import { createAccessPolicy, type ReplaceableAccessPolicy } from "./firestore/rules/policy.ts";
import { parseRules } from "./firestore/rules/ruleset.ts";
import { createFirestoreHttp } from "./firestore/wire/http.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import { setFunctionsEnvironment } from "./functions-environment.ts";
import { discoverFunctions } from "./functions-host/discover.ts";
import { createFunctionsHost, type FunctionsHost } from "./functions-host/host.ts";
import { createHosting } from "./hosting/hosting.ts";
import { startHttpServer } from "./http-server.ts";
import { type Log, standardErrorLog } from "./log.ts";
import { sendMissingPage } from "./missing-page.ts";
import { onPort, type SdkPorts, StartError, USUAL_PORTS } from "./ports.ts";
import { readProjectFiles } from "./project-files.ts";
import { openStorage } from "./storage.ts";
import { createTasksHandler } from "./tasks/server.ts";

export interface RuntimeOptions {
  /** Where everything is kept; null keeps it in memory. */
  dataDir: string | null;
  /** The port for people: pages, API and phones. 0 takes any. */
  port: number;
  /** Default 127.0.0.1. The ports for SDKs are always loopback's. */
  host?: string;
  /** Default: those of `firebase.json`, else the emulators' usual ones. 0 takes any. */
  sdkPorts?: Partial<SdkPorts> | 0;
  /** The folder of `firebase.json`; default the repository's. */
  projectDir?: string;
  /** Default `src/index.ts` of the functions' folder. */
  functionsEntry?: string;
  /** Default demo-handset: the SDKs take a `demo-` project for one that has no cloud behind it. */
  projectId?: string;
  /** Parameters and secrets of the functions. */
  params?: Record<string, string>;
  /** Reads the functions' `.env` files too, as the Firebase CLI does. Default false. */
  readsEnvFiles?: boolean;
  /** The address that browsers and phones use, when a proxy stands in front. */
  publicUrl?: string;
  /** Lets any local program clear the database and replace the rules, as the official emulator does. For tests; default false. */
  hasEmulatorControls?: boolean;
  log?: Log;
  clock?: Clock;
}

export interface Runtime {
  /** Where people, applications and phones reach it. */
  url: string;
  port: number;
  projectId: string;
  /** `host:port` of each server for SDKs. */
  sdkHosts: Record<keyof SdkPorts, string>;
  engine: Engine;
  auth: Auth;
  functions: FunctionsHost;
  /** Resolves when no event, task or schedule runs or is due. */
  idle(): Promise<void>;
  /** Ends what runs, at most ten seconds long, and closes everything. */
  close(): Promise<void>;
}

const REPOSITORY = resolve(import.meta.dirname, "../..");
const LOOPBACK = "127.0.0.1";
const DRAIN_MS = 10_000;

/** One at a time in a process: the SDKs find their servers through the environment. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const closers: (() => unknown)[] = [];
  try {
    return await compose(options, closers);
  } catch (error) {
    for (const close of closers.reverse()) await close();
    throw error;
  }
}

async function compose(options: RuntimeOptions, closers: (() => unknown)[]): Promise<Runtime> {
  const { dataDir, host = LOOPBACK, log = standardErrorLog, clock = systemClock } = options;
  const projectId = options.projectId ?? "demo-handset";
  const projectDir = options.projectDir ?? REPOSITORY;
  const project = readProjectFiles(projectDir);
  const accessPolicy = readRules(project.rules, projectId, clock);

  if (dataDir !== null) closers.push(lockDataFolder(dataDir));
  const storage = openStorage(dataDir);
  closers.push(() => storage.close());
  const engine = createEngine({
    ...{ storage, projectId, accessPolicy, now: clock.now },
    ...(project.indexes && { indexes: project.indexes }),
  });
  closers.push(() => engine.close());
  const auth = createAuth({
    ...{ storage, projectId, now: clock.now },
    ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
  });

  const sdk = createSdkPorts(options.sdkPorts, project.emulatorPorts);
  const identify = (authorization: string | undefined) =>
    auth.identify(authorization, { allowOwner: false });
  const firestoreServer = await sdk.start("firestore", (port) =>
    startFirestoreServer({
      ...{ engine, identify, allowOwner: true, host: LOOPBACK, port },
      ...(options.hasEmulatorControls && {
        emulator: {
          setRules: (source: string) => accessPolicy.replaceRuleset(parseRules(source)),
          clear: () => engine.clear(),
        },
      }),
    }),
  );
  closers.push(() => firestoreServer.close());
  const authServer = await sdk.start("auth", (port) =>
    startAuthServer({ auth, host: LOOPBACK, port }),
  );
  closers.push(() => authServer.close());
  let answerTasks: ReturnType<typeof createTasksHandler> | undefined;
  const tasksServer = await sdk.start("tasks", (port) =>
    startHttpServer({
      ...{ host: LOOPBACK, port },
      handle: (req, res) => void (answerTasks?.(req, res) ?? res.writeHead(503).end()),
    }),
  );
  closers.push(() => tasksServer.close(0));

  setFunctionsEnvironment({
    projectId,
    firestoreHost: `${LOOPBACK}:${firestoreServer.port}`,
    authHost: `${LOOPBACK}:${authServer.port}`,
    tasksHost: `${LOOPBACK}:${tasksServer.port}`,
    params: options.params ?? {},
    envFolder: options.readsEnvFiles ? project.functionsFolder : null,
  });
  const entry = options.functionsEntry ?? join(project.functionsFolder, "src/index.ts");
  let functionsPort: number | null = null;
  const functions = createFunctionsHost({
    ...{ projectId, engine, storage, clock, log },
    functions: await discoverFunctions(entry),
    functionsPort: () => functionsPort,
    isForged: (authorization) => auth.checkBearer(authorization) === "forged",
  });
  answerTasks = createTasksHandler(functions.tasks, log);
  const functionsServer = await sdk.start("functions", (port) =>
    startHttpServer({ host: LOOPBACK, port, handle: functions.handle }),
  );
  functionsPort = functionsServer.port;
  closers.push(() => functionsServer.close(0));

  const firestoreHttp = createFirestoreHttp({ engine, identify, allowOwner: false });
  closers.push(() => firestoreHttp.close());
  const hosting = createHosting({
    config: project.hosting,
    directory: join(projectDir, project.hosting.public),
    serveFunction: functions.serve,
    missingPage: sendMissingPage,
  });
  const front = await onPort(options.port, "for people", "Choose another with --port.", () =>
    startHttpServer({
      ...{ host, port: options.port },
      handle(req, res) {
        if (auth.handle(req, res, { allowOwner: false })) return;
        const answer = firestoreHttp.handle(req, res);
        (answer === false ? hosting(req, res) : answer).catch((error) => {
          log("error", String(error));
          res.destroy();
        });
      },
    }),
  );
  functions.start();

  return {
    url: options.publicUrl ?? `http://${host === "0.0.0.0" ? LOOPBACK : host}:${front.port}`,
    port: front.port,
    projectId,
    sdkHosts: {
      firestore: `${LOOPBACK}:${firestoreServer.port}`,
      auth: `${LOOPBACK}:${authServer.port}`,
      functions: `${LOOPBACK}:${functionsServer.port}`,
      tasks: `${LOOPBACK}:${tasksServer.port}`,
    },
    ...{ engine, auth, functions },
    idle: () => becomeIdle(functions),
    async close() {
      await Promise.all([
        front.close(DRAIN_MS),
        functionsServer.close(DRAIN_MS),
        atMost(DRAIN_MS, functions.stop()),
      ]);
      for (const close of closers.toReversed()) await close();
    },
  };
}

function readRules(
  rules: { path: string; source: string } | undefined,
  projectId: string,
  clock: Clock,
): ReplaceableAccessPolicy {
  try {
    const ruleset = parseRules(rules?.source ?? "service cloud.firestore {}");
    return createAccessPolicy(ruleset, { projectId, now: clock.now });
  } catch (error) {
    throw new StartError(
      `${rules?.path}: ${error instanceof Error ? error.message : error}`,
      error,
    );
  }
}

function createSdkPorts(asked: RuntimeOptions["sdkPorts"], usual: Partial<SdkPorts>) {
  const given = asked === 0 ? { firestore: 0, auth: 0, functions: 0, tasks: 0 } : asked;
  const ports: SdkPorts = { ...USUAL_PORTS, ...usual, ...given };
  return {
    start<T>(name: keyof SdkPorts, start: (port: number) => Promise<T>): Promise<T> {
      const advice =
        "Stop the program that holds it, or start with --sdk-ports 0 to take any that are free.";
      return onPort(ports[name], `${name} for SDKs`, advice, () => start(ports[name]));
    },
  };
}

async function becomeIdle(functions: FunctionsHost): Promise<void> {
  for (let calmTurns = 0; calmTurns < 2; calmTurns += functions.isIdle() ? 1 : -calmTurns) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
