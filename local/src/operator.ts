import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Closers, openCore } from "./core.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import { describeError } from "./log.ts";
import { StartError, USUAL_PORTS } from "./ports.ts";

/** A command of the product's, loaded by path as the functions are. */
interface OperatorModule {
  run(args: string[]): Promise<number>;
}

const COMMANDS = ["audit", "adjust-balance", "set-price", "import-prices"];
const PROJECT_ID = "demo-handset";

const HELP = `Commands for whoever runs Handset.

  npm run audit                              recompute every balance; exit code 1 when one differs
      --account ID                           only this account
  npm run operator -- adjust-balance         add to a balance, or take from it
      --account ID --amount=12.50 --reason TEXT --by NAME [--id ID] [--allow-negative]
  npm run operator -- set-price              change what a segment costs an account
      --account ID --price 0.03 --by NAME
  npm run operator -- import-prices FILE     replace the prices by prefix: lines of prefix,price
      [--currency USD] [--dry-run]

Of which Handset:
  --data DIR             the data folder of one machine (default .handset), running or not
  --firestore HOST:PORT  where the running machine's database is, when it is not at the usual port
  --project ID           on Firebase, with your own credentials (gcloud auth application-default login)
`;

async function main(args: string[]): Promise<number> {
  const { data, firestore, project, rest } = takeTargets(args);
  const [command, ...others] = rest;
  if (command === undefined || !COMMANDS.includes(command)) {
    process.stdout.write(HELP);
    return command === undefined || command === "--help" ? 0 : 2;
  }
  const closers: Closers = [];
  try {
    if (project !== null) useProject(project);
    else await useMachine({ data: data ?? ".handset", firestore }, closers);
    const path = new URL(`../../functions/operator/${command}.ts`, import.meta.url);
    const module: OperatorModule = await import(path.href);
    return await module.run(others);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

function useProject(projectId: string): void {
  Object.assign(process.env, { GCLOUD_PROJECT: projectId, GOOGLE_CLOUD_PROJECT: projectId });
}

/** Opens the data folder, or asks the machine that has it open. */
async function useMachine(
  { data, firestore }: { data: string; firestore: string | null },
  closers: Closers,
): Promise<void> {
  useProject(PROJECT_ID);
  process.env.METADATA_SERVER_DETECTION = "none";
  process.env.FIRESTORE_EMULATOR_HOST = firestore ?? (await openData(resolve(data), closers));
}

async function openData(dataDir: string, closers: Closers): Promise<string> {
  if (!existsSync(join(dataDir, "handset.sqlite"))) {
    throw new StartError(`There is no data in ${dataDir}. Name its folder with --data.`);
  }
  try {
    const { engine, auth } = openCore({ dataDir, port: 0, log: () => {} }, closers);
    const server = await startFirestoreServer({
      ...{ engine, port: 0, allowOwner: true },
      identify: (authorization) => auth.identify(authorization),
    });
    closers.push(() => server.close());
    return `${server.host}:${server.port}`;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const host = `127.0.0.1:${USUAL_PORTS.firestore}`;
    process.stderr.write(`The machine is running: asking its database at ${host}.\n`);
    return host;
  }
}

function takeTargets(args: string[]) {
  const rest = [...args];
  const take = (name: string): string | null => {
    const at = rest.indexOf(name);
    if (at < 0) return null;
    const [, value] = rest.splice(at, 2);
    if (value === undefined) throw new StartError(`${name} needs a value.`);
    return value;
  };
  return { data: take("--data"), firestore: take("--firestore"), project: take("--project"), rest };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExplained = error instanceof StartError || (error instanceof Error && isUsage(error));
  process.stderr.write(`${isExplained ? error.message : describeError(error)}\n`);
  process.exitCode = 2;
}

function isUsage(error: Error): boolean {
  return ["StartError", "UsageError", "GatewayError"].includes(error.name) || "code" in error;
}
