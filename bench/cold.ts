import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunctions, ROOT } from "../scripts/build.ts";

const RUNS = 3;
const EXPORT = /^export \{ (\w+) \} from "\.\/(.+)\.ts";$/gm;

/** What a deployment sets and an import reads. */
const DEPLOYED = {
  GCLOUD_PROJECT: "demo-handset",
  REGION: "us-central1",
  BILLING: "on",
  TOP_UP_AMOUNTS: "10,25,50,100",
  TOP_UP_MIN: "5",
  TOP_UP_MAX: "1000",
  TOP_UP_INVOICES: "off",
};

interface Cost {
  cpuMs: number;
  memoryMiB: number;
}

/** The CPU time of importing each function's file alone, and of what an instance imports in all: the best of three. */
export async function run(): Promise<void> {
  compileFunctions();
  const index = readFileSync(join(ROOT, "functions/src/index.ts"), "utf8");
  const entries = [...index.matchAll(EXPORT)].map(([, name, path]) => ({ name, path }));
  print("import of", { cpuMs: "CPU ms", memoryMiB: "RSS MiB" });
  print("nothing", measure([]));
  for (const { name, path } of entries) print(`${name}`, measure([`${path}.js`]));
  print("index: any instance", measure(["index.js"]));
  print("index, then api's first call", measure(["index.js", "api/listener.js"]));
  print("index, then mobile's first call", measure(["index.js", "mobile/listener.js"]));
}

function measure(files: string[]): Cost {
  const urls = files.map((file) => `file://${join(ROOT, "functions/lib", file)}`);
  const program = `
    const before = process.cpuUsage();
    for (const url of ${JSON.stringify(urls)}) await import(url);
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({
      cpuMs: Math.round((user + system) / 1000),
      memoryMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
    }));`;
  const costs = Array.from({ length: RUNS }, () => runOnce(program));
  return costs.reduce((best, cost) => (cost.cpuMs < best.cpuMs ? cost : best));
}

function runOnce(program: string): Cost {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { encoding: "utf8", cwd: ROOT, env: { ...process.env, ...DEPLOYED } },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function print(name: string, { cpuMs, memoryMiB }: { [K in keyof Cost]: Cost[K] | string }): void {
  console.log(`${name.padEnd(34)}${String(cpuMs).padStart(8)}${String(memoryMiB).padStart(9)}`);
}
