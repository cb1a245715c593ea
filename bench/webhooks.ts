import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendLogsToStandardError } from "../local/src/process-log.ts";
import { type Runtime, startRuntime } from "../local/src/runtime.ts";
import type { WebhooksOrder, WebhooksResult } from "./webhooks-load.ts";

const LONE_TEXTS = 200;
const LOAD_TEXTS = 1_000;
const CALLERS = 16;

/** How soon a text that comes in reaches a webhook, and how many deliveries a second one machine does. Phone and target are a process of their own. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "handset-bench-"));
  const log = sendLogsToStandardError("error");
  const runtime = await startRuntime({ dataDir, port: 0, sdkPorts: 0, log });
  const load = fork(new URL("./webhooks-load.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  try {
    await order(load, { kind: "start", url: runtime.url, ...(await openAccount()) });
    await order(load, { kind: "lone", texts: 50 }); // Warms up.
    await runtime.idle();
    const lone = await counted(runtime, () => order(load, { kind: "lone", texts: LONE_TEXTS }));
    say(`inbound to webhook, lone texts: ${describe(lone.result)}`);
    const busy = await counted(runtime, () =>
      order(load, { kind: "load", texts: LOAD_TEXTS, callers: CALLERS }),
    );
    const rate = busy.result.deliveries / busy.result.seconds;
    say(
      `inbound to webhook, ${CALLERS} posting at once: ${Math.round(rate)} deliveries/s; ${describe(busy.result)}`,
    );
    for (const { result, written, read } of [lone, busy]) {
      const a = (n: number) => (n / result.texts).toFixed(2);
      const parts = [...written].map(([name, count]) => `${name} ${a(count)}`).join(", ");
      say(`  written a text and its delivery: ${parts}; read: ${a(read)}`);
    }
  } finally {
    load.kill();
    await runtime.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Runs `work` until nothing is left to do, and counts the writes by collection. */
async function counted(runtime: Runtime, work: () => Promise<WebhooksResult>) {
  const written = new Map<string, number>();
  const stop = runtime.engine.onCommit(({ changes }) => {
    for (const { name } of changes) {
      const collection = name.split("/").at(-2) ?? "";
      written.set(collection, (written.get(collection) ?? 0) + 1);
    }
  });
  runtime.engine.resetCounters();
  const result = await work();
  await runtime.idle();
  stop();
  return { result, written, read: runtime.engine.counters.reads };
}

function describe({ texts, deliveries, p50, p99 }: WebhooksResult): string {
  const twice = deliveries > texts ? `, ${deliveries - texts} DELIVERED TWICE` : "";
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (${texts} texts${twice})`;
}

/** The console belongs to the functions' log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function openAccount() {
  const { openDemoAccount, createDemoPairingCode } = await import(
    "../functions/operator/demo-account.ts"
  );
  const account = await openDemoAccount({
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
  });
  const pairingCode = await createDemoPairingCode(account.accountId);
  return { apiKey: account.apiKey, pairingCode };
}

function order(load: ChildProcess, what: WebhooksOrder): Promise<WebhooksResult> {
  return new Promise((resolve, reject) => {
    load.once("message", (message) => {
      const result = message as WebhooksResult & { error?: string };
      if (result.error === undefined) resolve(result);
      else reject(new Error(result.error));
    });
    load.send(what);
  });
}
