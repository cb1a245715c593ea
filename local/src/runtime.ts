import { join } from "node:path";
import { writeAddresses } from "./addresses.ts";
import type { Auth } from "./auth/auth.ts";
import type { AuthMail } from "./auth/outbox.ts";
import type { Clock } from "./clock.ts";
import { type Closers, type Core, openCore } from "./core.ts";
import type { Engine } from "./firestore/engine.ts";
import { startFront } from "./front.ts";
import { setFunctionsEnvironment } from "./functions-environment.ts";
import { discoverFunctions } from "./functions-host/discover.ts";
import { createFunctionsHost, type FunctionsHost } from "./functions-host/host.ts";
import type { Log } from "./log.ts";
import type { SdkPorts } from "./ports.ts";
import { type SdkServers, startSdkServers } from "./sdk-servers.ts";
import { offerStripeStandIn } from "./stripe/offer-stand-in.ts";
import type { StripeStandIn } from "./stripe/stand-in.ts";
import { TimeToLive } from "./time-to-live.ts";

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
  /** Called with each link that an e-mail would carry; there is no mail server here. */
  sendMail?: (mail: AuthMail) => void;
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
  /** Null: strangers may reach the machine, or the functions were given a key of Stripe's own. */
  stripe: StripeStandIn | null;
  /** Resolves when no event, task or schedule runs or is due. */
  idle(): Promise<void>;
  /** Ends what runs, at most ten seconds long, and closes everything. */
  close(): Promise<void>;
}

/** `true` or `false`, where whoever starts it says so. Else webhooks may go to this machine's own network while nobody else reaches it. */
const { WEBHOOKS_ALLOW_PRIVATE_TARGETS: allowsPrivateTargets } = process.env;
const LOOPBACK = "127.0.0.1";
const STRIPE_WEBHOOK_PATH = "/api/v1/stripe/webhook";
/** How long the running requests and handlers may take to end, in milliseconds. */
const DRAIN_MS = 10_000;

/** One at a time in a process: the SDKs find their servers through the environment. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const closers: Closers = [];
  try {
    return await compose(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function compose(options: RuntimeOptions, closers: Closers): Promise<Runtime> {
  const { host = LOOPBACK, port } = options;
  const core = openCore(options, closers);
  const sdk = await startSdkServers(core, options, closers);
  const isPrivate = isLoopback(host) && options.publicUrl === undefined;
  setEnvironment(core, options, sdk, isPrivate);
  const stripe = isPrivate ? await offerStripeStandIn(core, closers) : null;
  const functions = await loadFunctions(core, options);
  const functionsServer = await sdk.attach(functions);
  const front = await startFront({ core, functions, stripe, host, port, isPrivate });
  stripe?.sendWebhooksTo(`http://${addressOf(host)}:${front.port}${STRIPE_WEBHOOK_PATH}`);
  functions.start();
  const timeToLive = new TimeToLive({ ...core, indexes: core.project.indexes });
  timeToLive.start();
  const url = options.publicUrl ?? `http://${addressOf(host)}:${front.port}`;
  if (options.dataDir !== null) writeAddresses(options.dataDir, { ...sdk.hosts, url });
  return {
    url,
    port: front.port,
    projectId: core.projectId,
    sdkHosts: { ...sdk.hosts, functions: functionsServer.host },
    engine: core.engine,
    auth: core.auth,
    functions,
    stripe,
    idle: () => becomeIdle(functions),
    async close() {
      await Promise.all([
        timeToLive.stop(),
        front.close(DRAIN_MS),
        functionsServer.close(DRAIN_MS),
        atMost(DRAIN_MS, functions.stop()),
      ]);
      await closeAll(closers);
    },
  };
}

function setEnvironment(
  core: Core,
  options: RuntimeOptions,
  sdk: SdkServers,
  isPrivate: boolean,
): void {
  setFunctionsEnvironment({
    projectId: core.projectId,
    firestoreHost: sdk.hosts.firestore,
    authHost: sdk.hosts.auth,
    tasksHost: sdk.hosts.tasks,
    params: {
      WEBHOOKS_ALLOW_PRIVATE_TARGETS: allowsPrivateTargets ?? String(isPrivate),
      ...options.params,
    },
    envFolder: options.readsEnvFiles ? core.project.functionsFolder : null,
  });
}

async function loadFunctions(core: Core, options: RuntimeOptions): Promise<FunctionsHost> {
  const { project, auth } = core;
  const entry = options.functionsEntry ?? join(project.functionsFolder, "src/index.ts");
  return createFunctionsHost({
    ...core,
    functions: await discoverFunctions(entry),
    isForged: (authorization) => auth.checkBearer(authorization) === "forged",
  });
}

async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.toReversed()) await close();
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** An address that a client can use, for one that a server listens on. */
function addressOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return LOOPBACK;
  return host.includes(":") ? `[${host}]` : host;
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
