import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readAddresses } from "./addresses.ts";
import { startAuthServer } from "./auth/server.ts";
import { type Closers, openCore } from "./core.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import { ensureGoogleCredentials } from "./google-credentials.ts";
import { describeError } from "./log.ts";
import { StartError } from "./ports.ts";

/** A command of the product's, loaded by path as the functions are. */
interface OperatorModule {
  run(args: string[], target: { dashboardUrl: string }): Promise<number>;
}

const COMMANDS = ["audit", "adjust-balance", "set-price", "import-prices", "reset-link"];
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
  npm run operator -- reset-link EMAIL       the link with which somebody chooses a new password
      [--url https://sms.example.com]        the dashboard's address, where it is not the one of the last start

Of which Handset:
  --data DIR             the data folder of one machine (default .handset), running or not
  --firestore HOST:PORT  where the running machine's database is, when it is not where its data folder says
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
    const dashboardUrl =
      project === null
        ? await useMachine({ data: data ?? ".handset", firestore }, closers)
        : await useCloud(project);
    const path = new URL(`../../functions/operator/${command}.ts`, import.meta.url);
    const module: OperatorModule = await import(path.href);
    return await module.run(others, { dashboardUrl });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

async function useCloud(projectId: string): Promise<string> {
  useProject(projectId);
  await ensureGoogleCredentials();
  return `https://${projectId}.web.app`;
}

function useProject(projectId: string): void {
  Object.assign(process.env, { GCLOUD_PROJECT: projectId, GOOGLE_CLOUD_PROJECT: projectId });
}

/** Opens the data folder, or asks the machine that has it open. */
async function useMachine(
  { data, firestore }: { data: string; firestore: string | null },
  closers: Closers,
): Promise<string> {
  const dataDir = resolve(data);
  useProject(PROJECT_ID);
  const hosts = firestore === null ? await openData(dataDir, closers) : readAddresses(dataDir);
  Object.assign(process.env, {
    METADATA_SERVER_DETECTION: "none",
    FIRESTORE_EMULATOR_HOST: firestore ?? hosts.firestore,
    FIREBASE_AUTH_EMULATOR_HOST: hosts.auth,
  });
  return readAddresses(dataDir).url;
}

interface Hosts {
  firestore: string;
  auth: string;
}

async function openData(dataDir: string, closers: Closers): Promise<Hosts> {
  if (!existsSync(join(dataDir, "handset.sqlite"))) {
    throw new StartError(
      `There is no data in ${dataDir} that this user may read. Name its folder with --data, or run this as its owner.`,
    );
  }
  try {
    const { engine, auth } = openCore({ dataDir, port: 0, log: () => {} }, closers);
    const server = await startFirestoreServer({
      ...{ engine, port: 0, allowOwner: true },
      identify: (authorization) => auth.identify(authorization),
    });
    closers.push(() => server.close());
    const authServer = await startAuthServer({ auth, port: 0 });
    closers.push(() => authServer.close());
    return { firestore: `${server.host}:${server.port}`, auth: authServer.host };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const hosts = readAddresses(dataDir);
    process.stderr.write(`The machine is running: asking it at ${hosts.firestore}.\n`);
    return hosts;
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
