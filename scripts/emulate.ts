import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Log } from "../local/src/log.ts";
import { ROOT } from "./build.ts";
import { loadFirebaseCli } from "./deploy/firebase-cli.ts";
import { unpackUpload } from "./deploy/upload-copy.ts";
import { startEmulatedCloud } from "./emulated-cloud.ts";

const PROJECT = "demo-handset";
/** Without them the CLI would ask Secret Manager. Empty: no top-ups. */
const SECRETS = "STRIPE_SECRET_KEY=\nSTRIPE_WEBHOOK_SECRET=\n";
const EMULATORS = ["auth", "functions", "hosting"] as const;

export interface Emulation {
  /** Hosting's address: pages, /api and /mobile. */
  url: string;
  /** `host:port` */
  authHost: string;
  /** `host:port` of the embedded one. */
  firestoreHost: string;
  stop(): Promise<void>;
}

/** The Firebase CLI's own emulators run what would be uploaded, over an embedded Firestore and Cloud Tasks. */
export async function startEmulation(log: Log): Promise<Emulation> {
  const ports = Object.fromEntries(
    await Promise.all(
      [...EMULATORS, "tasks", "eventarc", "hub", "logging"].map(async (name) => [
        name,
        await freePort(),
      ]),
    ),
  ) as Record<string, number>;
  const folder = mkdtempSync(join(tmpdir(), "handset-emulators-"));
  const functionsUrl = `http://127.0.0.1:${ports.functions}`;
  const cloud = await startEmulatedCloud({ projectId: PROJECT, functionsUrl, log });
  const firebaseJson = await layOut(folder, ports, [
    "WEBHOOKS_ALLOW_PRIVATE_TARGETS=true",
    `FUNCTIONS_URL=${functionsUrl}/${PROJECT}/us-central1`,
    `NODE_OPTIONS=--import=data:text/javascript,${encodeURIComponent(atTasks(cloud.tasksHost))}`,
  ]);
  const emulators = await startEmulators(firebaseJson, cloud.firestoreHost, log);
  await cloud.start();
  return {
    url: `http://127.0.0.1:${ports.hosting}`,
    authHost: `127.0.0.1:${ports.auth}`,
    firestoreHost: cloud.firestoreHost,
    async stop() {
      await cloud.stop();
      await endOf(emulators);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Beside functions the CLI always starts a Cloud Tasks of its own, and puts its address over any other as it starts a function. */
function atTasks(host: string): string {
  return `process.env.CLOUD_TASKS_EMULATOR_HOST = ${JSON.stringify(host)}`;
}

/** A project folder of its own: the upload, the pages, and a firebase.json with ports that are free. */
async function layOut(
  folder: string,
  ports: Record<string, number>,
  environment: string[],
): Promise<string> {
  const { hosting, functions } = JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8"));
  const copy = await unpackUpload(loadFirebaseCli(), ROOT);
  cpSync(copy.folder, join(folder, "functions"), { recursive: true, verbatimSymlinks: true });
  copy.remove();
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

async function startEmulators(
  config: string,
  firestoreHost: string,
  log: Log,
): Promise<ChildProcess> {
  const child = spawn(
    join(ROOT, "node_modules/.bin/firebase"),
    ["emulators:start", "--only", EMULATORS.join(","), "--project", PROJECT, "--config", config],
    {
      cwd: join(config, ".."),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
        FIRESTORE_EMULATOR_HOST: firestoreHost,
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
