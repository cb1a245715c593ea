import { startAuthServer } from "./auth/server.ts";
import type { Closers, Core } from "./core.ts";
import { parseRules } from "./firestore/rules/ruleset.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import type { FunctionsHost } from "./functions-host/host.ts";
import { startHttpServer } from "./http-server.ts";
import { onPort, type SdkPorts, StartError, USUAL_PORTS } from "./ports.ts";
import type { RuntimeOptions } from "./runtime.ts";
import { createTasksHandler } from "./tasks/server.ts";

/** Always loopback's: what comes in here may be the owner's. */
const HOST = "127.0.0.1";
const ADVICE =
  "Stop the program that holds it, or start with --sdk-ports 0 to take any that are free.";

export interface SdkServers {
  /** `host:port` of each. */
  hosts: Record<"firestore" | "auth" | "tasks", string>;
  /** Opens the functions' own port and begins to take tasks; until then Cloud Tasks answers 503. */
  attach(
    functions: FunctionsHost,
  ): Promise<{ host: string; close(graceMs: number): Promise<void> }>;
}

/** The servers that the official SDKs find through the environment. */
export async function startSdkServers(
  core: Core,
  options: RuntimeOptions,
  closers: Closers,
): Promise<SdkServers> {
  const ports = portsOf(options.sdkPorts, core.project.emulatorPorts);
  async function start<T extends { port: number }>(
    name: keyof SdkPorts,
    open: (port: number) => Promise<T>,
    close: (server: T) => unknown,
  ) {
    const isAsked = options.sdkPorts === 0 || options.sdkPorts?.[name] !== undefined;
    const server = await openAt(name, ports[name], isAsked, open);
    closers.push(() => close(server));
    return { host: `${HOST}:${server.port}`, server };
  }

  /** A usual port that another program holds is no reason not to start: nobody asked for it. */
  async function openAt<T extends { port: number }>(
    name: keyof SdkPorts,
    port: number,
    isAsked: boolean,
    open: (port: number) => Promise<T>,
  ): Promise<T> {
    try {
      return await onPort(port, `${name} for SDKs`, ADVICE, () => open(port));
    } catch (error) {
      if (isAsked || !(error instanceof StartError)) throw error;
      const server = await open(0);
      core.log("warn", `Port ${port} is taken: ${name} for SDKs is at ${HOST}:${server.port}.`);
      return server;
    }
  }

  let answerTasks: ReturnType<typeof createTasksHandler> | undefined;
  const firestore = await start(
    "firestore",
    (port) => startFirestoreServer(firestoreOptions(core, options, port)),
    (server) => server.close(),
  );
  const auth = await start(
    "auth",
    (port) => startAuthServer({ auth: core.auth, host: HOST, port }),
    (server) => server.close(),
  );
  const tasks = await start(
    "tasks",
    (port) =>
      startHttpServer({
        ...{ host: HOST, port, log: core.log, isPrivate: true },
        handle: (req, res) => void (answerTasks?.(req, res) ?? res.writeHead(503).end()),
      }),
    (server) => server.close(0),
  );
  return {
    hosts: { firestore: firestore.host, auth: auth.host, tasks: tasks.host },
    async attach(functions) {
      answerTasks = createTasksHandler(functions.tasks, core.log);
      const { host, server } = await start(
        "functions",
        (port) =>
          startHttpServer({
            ...{ host: HOST, port, log: core.log, isPrivate: true },
            handle: functions.handle,
          }),
        (opened) => opened.close(0),
      );
      return { host, close: server.close };
    },
  };
}

function firestoreOptions(core: Core, options: RuntimeOptions, port: number) {
  const { engine, auth, accessPolicy } = core;
  const emulator = {
    setRules: (source: string) => accessPolicy.replaceRuleset(parseRules(source)),
    clear: () => engine.clear(),
  };
  return {
    ...{ engine, host: HOST, port, allowOwner: true },
    identify: (authorization: string | undefined) => auth.identify(authorization),
    ...(options.hasEmulatorControls && { emulator }),
  };
}

function portsOf(asked: RuntimeOptions["sdkPorts"], configured: Partial<SdkPorts>): SdkPorts {
  if (asked === 0) return { firestore: 0, auth: 0, functions: 0, tasks: 0 };
  return { ...USUAL_PORTS, ...configured, ...asked };
}
