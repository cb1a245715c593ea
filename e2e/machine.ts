import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `npm start -- --json` prints. */
export interface Ready {
  url: string;
  api_key: string;
  account_id: string;
  device_id: string;
  numbers: Record<"delivered" | "no_report" | "radio_error" | "silent" | "answers", string>;
}

export interface Machine extends Ready {
  dataDir: string;
  /** As `kill -9` does. */
  kill(): Promise<void>;
  /** Drains and ends. */
  stop(): Promise<void>;
  api(path: string, init?: { method?: string; body?: unknown; key?: string }): Promise<Answer>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read documented fields of many shapes.
  body: any;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "handset-e2e-"));
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Starts the product as `npm start` does, on ports that are free. */
export async function startMachine(dataDir: string, flags: string[] = []): Promise<Machine> {
  const args = ["--disable-warning=ExperimentalWarning", "local/src/main.ts"];
  const options = ["--json", "--port", "0", "--sdk-ports", "0", "--log-level", "error"];
  const child = spawn(process.execPath, [...args, ...options, "--data", dataDir, ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = await readReady(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };
  return {
    ...ready,
    dataDir,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    api: (path, init) => callApi(ready, path, init),
  };
}

async function readReady(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error("The machine's output is not read.");
  for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  throw new Error("The machine ended before it was ready.");
}

async function callApi(
  { url, api_key }: Ready,
  path: string,
  { method, body, key = api_key }: { method?: string; body?: unknown; key?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

/** Asks until `isDone` holds of the answer; the test's own time-out is the limit. */
export async function askUntil<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  pauseMs = 20,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

export async function messageOf(machine: Machine, id: string) {
  return (await machine.api(`/messages/${id}`)).body;
}

export function reaches(machine: Machine, id: string, status: string) {
  return askUntil(
    () => messageOf(machine, id),
    (message) => message.status === status,
  );
}
