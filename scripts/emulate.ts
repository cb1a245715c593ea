import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../local/src/clock.ts";
import { createEngine } from "../local/src/firestore/engine/create-engine.ts";
import { createAccessPolicy } from "../local/src/firestore/rules/policy.ts";
import { parseRules } from "../local/src/firestore/rules/ruleset.ts";
import { startFirestoreServer } from "../local/src/firestore/wire/server.ts";
import { type DeployedFunction, discoverFunctions } from "../local/src/functions-host/discover.ts";
import { Triggers } from "../local/src/functions-host/triggers.ts";
import type { Log } from "../local/src/log.ts";
import { openStorage } from "../local/src/storage.ts";
import { ROOT } from "./build.ts";
import { loadFirebaseCli } from "./deploy/firebase-cli.ts";
import { unpackUpload } from "./deploy/upload-copy.ts";

const PROJECT = "demo-handset";
/** Without them the CLI would ask Secret Manager. Empty: no top-ups. */
const SECRETS = "STRIPE_SECRET_KEY=\nSTRIPE_WEBHOOK_SECRET=\n";
const EMULATORS = ["auth", "functions", "hosting", "tasks"] as const;

export interface Emulation {
  /** Hosting's address: pages, /api and /mobile. */
  url: string;
  /** `host:port` */
  authHost: string;
  /** `host:port` of the embedded one. */
  firestoreHost: string;
  stop(): Promise<void>;
}

/**
 * The Firebase CLI's own emulators run what would be uploaded, over the embedded Firestore. Theirs is a Java program, and without it
 * they ignore Firestore triggers: so the embedded one's outbox posts its events to the functions emulator. Schedules are ignored too, and
 * their Cloud Tasks has no /v2 in its paths, which Google's own client of Cloud Tasks always writes: tasks do not run here.
 */
export async function startEmulation(log: Log): Promise<Emulation> {
  const ports = Object.fromEntries(
    await Promise.all(
      [...EMULATORS, "hub", "logging"].map(async (name) => [name, await freePort()]),
    ),
  ) as Record<string, number>;
  const folder = mkdtempSync(join(tmpdir(), "handset-emulators-"));
  const firebaseJson = await layOut(folder, ports);
  const indexes = JSON.parse(readFileSync(join(ROOT, "firestore.indexes.json"), "utf8"));
  const storage = openStorage(null);
  const rules = parseRules(readFileSync(join(ROOT, "firestore.rules"), "utf8"));
  const accessPolicy = createAccessPolicy(rules, { projectId: PROJECT, now: Date.now });
  const engine = createEngine({ storage, projectId: PROJECT, indexes, accessPolicy });
  const firestore = await startFirestoreServer({
    engine,
    port: 0,
    allowOwner: true,
    identify: () => ({ kind: "anonymous" }),
  });
  const emulators = await startEmulators(firebaseJson, `${firestore.host}:${firestore.port}`, log);
  const triggers = new Triggers({
    ...{ engine, storage, clock: systemClock, log },
    functions: await remoteTriggers(`http://127.0.0.1:${ports.functions}`),
  });
  triggers.start();
  return {
    url: `http://127.0.0.1:${ports.hosting}`,
    authHost: `127.0.0.1:${ports.auth}`,
    firestoreHost: `${firestore.host}:${firestore.port}`,
    async stop() {
      await triggers.stop();
      await endOf(emulators);
      await firestore.close();
      engine.close();
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A project folder of its own: the upload, the pages, and a firebase.json with ports that are free. */
async function layOut(folder: string, ports: Record<string, number>): Promise<string> {
  const { hosting, functions } = JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8"));
  const copy = await unpackUpload(loadFirebaseCli(), ROOT);
  cpSync(copy.folder, join(folder, "functions"), { recursive: true, verbatimSymlinks: true });
  copy.remove();
  const environment = ["WEBHOOKS_ALLOW_PRIVATE_TARGETS=true"];
  writeFileSync(join(folder, "functions/.env.local"), `${environment.join("\n")}\n`);
  writeFileSync(join(folder, "functions/.secret.local"), SECRETS);
  mkdirSync(join(folder, "web"), { recursive: true });
  cpSync(join(ROOT, hosting.public), join(folder, "web/dist"), { recursive: true });
  const { predeploy: _h, ...site } = hosting;
  const { predeploy: _f, ...source } = functions;
  const emulators = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, { host: "127.0.0.1", port }]),
  );
  const path = join(folder, "firebase.json");
  const config = { functions: source, hosting: site };
  const settings = { ...emulators, ui: { enabled: false }, singleProjectMode: true };
  writeFileSync(path, JSON.stringify({ ...config, emulators: settings }, null, 2));
  return path;
}

async function startEmulators(config: string, firestore: string, log: Log): Promise<ChildProcess> {
  const child = spawn(
    join(ROOT, "node_modules/.bin/firebase"),
    ["emulators:start", "--only", EMULATORS.join(","), "--project", PROJECT, "--config", config],
    {
      cwd: join(config, ".."),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
        FIRESTORE_EMULATOR_HOST: firestore,
        METADATA_SERVER_DETECTION: "none",
        CI: "true",
      },
    },
  );
  createInterface(child.stderr).on("line", (line) => log("warn", line));
  const lines = createInterface(child.stdout);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The emulators ended with ${code}.`)));
    lines.on("line", (line) => {
      log("info", line);
      if (line.includes("All emulators ready")) resolve();
    });
  });
  return child;
}

/** The Firestore functions, each called where the functions emulator takes its events. */
async function remoteTriggers(emulator: string) {
  const functions = await discoverFunctions(join(ROOT, "functions/lib/index.js"));
  const unknown = await fetch(`${emulator}/functions/projects/${PROJECT}/triggers/unknown`, {
    method: "POST",
  });
  const keys = (await unknown.text()).split("are: ").at(-1)?.split(", ") ?? [];
  return functions.filter(isFirestore).map((target) => {
    const key = keys.find((name) => name.startsWith(`${target.region}-${target.name}-`));
    return {
      ...target,
      async handler(event: unknown) {
        const response = await fetch(`${emulator}/functions/projects/${PROJECT}/triggers/${key}`, {
          method: "POST",
          headers: { "Content-Type": "application/cloudevents+json; charset=utf-8" },
          body: JSON.stringify(event),
        });
        if (!response.ok) throw new Error(`${target.name}: ${await response.text()}`);
      },
    };
  });
}

function isFirestore(target: DeployedFunction) {
  return target.kind === "firestore";
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
