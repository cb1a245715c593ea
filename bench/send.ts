import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendLogsToStandardError } from "../local/src/process-log.ts";
import { startRuntime } from "../local/src/runtime.ts";
import type { BenchAccount, LoadOrder, LoadResult } from "./send-load.ts";

const CALLERS = 32;
const SECONDS = 8;

/** Accepted sends a second over HTTP, durable, and how soon a lone message wakes its phone. The callers are a process of their own. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "handset-bench-"));
  const log = sendLogsToStandardError("error");
  const runtime = await startRuntime({ dataDir, port: 0, sdkPorts: 0, log });
  const load = fork(new URL("./send-load.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  try {
    const accounts = await openAccounts(50);
    await order(load, { kind: "pair", url: runtime.url, accounts });
    for (const [title, used] of [
      ["1 account", accounts.slice(0, 1)],
      ["50 accounts", accounts],
    ] as const) {
      await order(load, { kind: "send", accounts: used, callers: CALLERS, seconds: 1 }); // Warms up.
      runtime.engine.resetCounters();
      const result = await order(load, {
        kind: "send",
        accounts: used,
        callers: CALLERS,
        seconds: SECONDS,
      });
      await runtime.idle();
      print(title, result, runtime.engine.counters);
    }
    const woken = await order(load, {
      kind: "wake",
      accounts: await openAccounts(50, load, runtime.url),
    });
    say(
      `send to woken, lone messages: p50 ${woken.p50.toFixed(1)} ms, p99 ${woken.p99.toFixed(1)} ms (${woken.count} sends)`,
    );
  } finally {
    load.kill();
    await runtime.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The console belongs to the functions' log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function openAccounts(
  count: number,
  load?: ChildProcess,
  url?: string,
): Promise<BenchAccount[]> {
  const { openDemoAccount, createDemoPairingCode } = await import(
    "../functions/operator/demo-account.ts"
  );
  const { getServices } = await import("../functions/src/services.ts");
  const accounts: BenchAccount[] = [];
  for (let n = 0; n < count; n++) {
    const account = await openDemoAccount({
      email: `${randomUUID()}@example.com`,
      password: randomUUID(),
    });
    await getServices()
      .db.doc(`accounts/${account.accountId}`)
      .update({ balance: 1_000_000_000_000, limits: { messagesPerMinute: 10_000_000 } });
    accounts.push({ ...account, pairingCode: await createDemoPairingCode(account.accountId) });
  }
  if (load && url) await order(load, { kind: "pair", url, accounts });
  return accounts;
}

function order(load: ChildProcess, what: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    load.once("message", (message) => {
      const result = message as LoadResult & { error?: string };
      if (result.error === undefined) resolve(result);
      else reject(new Error(result.error));
    });
    load.send(what);
  });
}

function print(
  title: string,
  result: LoadResult,
  counters: { reads: number; writes: number; deletes: number },
): void {
  const a = (n: number) => (n / result.count).toFixed(2);
  say(
    [
      `${CALLERS} callers, ${title}: ${Math.round(result.count / result.seconds)} accepted sends/s`,
      `p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms`,
      `${a(counters.reads)} documents read and ${a(counters.writes)} written a send, wake-ups included`,
      ...(result.refused > 0 ? [`${result.refused} REFUSED`] : []),
    ].join("; "),
  );
}
