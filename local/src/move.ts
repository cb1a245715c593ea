import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Firestore } from "@google-cloud/firestore";
import { copyDatabase } from "./copy-database.ts";
import { type Closers, openCore } from "./core.ts";
import { startFirestoreServer } from "./firestore/wire/server.ts";
import { ensureGoogleCredentials } from "./google-credentials.ts";

const HELP = `npm run move -- --project ID [--data .handset]

Copies every document of one machine that is stopped to the Firestore of a project that has none, with your own credentials
(gcloud auth application-default login). Deploy rules and indexes before, and functions after: they would take the copies for news.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      project: { type: "string" },
      data: { type: "string", default: ".handset" },
      help: { type: "boolean", default: false },
    },
  });
  const { project, data: dataDir, help } = values;
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (project === undefined) {
    process.stderr.write(HELP);
    return 2;
  }
  if (!existsSync(join(dataDir, "handset.sqlite")))
    throw new Error(`There is no data in ${dataDir}.`);
  await ensureGoogleCredentials();
  const closers: Closers = [];
  try {
    const to = new Firestore({ projectId: project });
    closers.push(() => to.terminate());
    // Before the environment names the machine's own: a client looks for its host at the first call.
    await to.listCollections();
    const from = await openMachine(dataDir, closers);
    for (const { collection, count } of await copyDatabase(from, to)) {
      process.stdout.write(`${String(count).padStart(8)}  ${collection}\n`);
    }
    return 0;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

async function openMachine(dataDir: string, closers: Closers): Promise<Firestore> {
  const { engine, auth, projectId } = openCore({ dataDir, port: 0, log: () => {} }, closers);
  const server = await startFirestoreServer({
    ...{ engine, port: 0, allowOwner: true },
    identify: (authorization) => auth.identify(authorization),
  });
  closers.push(() => server.close());
  process.env.FIRESTORE_EMULATOR_HOST = `${server.host}:${server.port}`;
  const from = new Firestore({ projectId });
  closers.push(() => from.terminate());
  return from;
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
