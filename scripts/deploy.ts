import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, ROOT } from "./build.ts";
import { checkIndexUse } from "./check-indexes.ts";
import { type Deployment, describeDeployment, discoverManifest } from "./deploy/deployment.ts";
import { loadFirebaseCli, type Manifest } from "./deploy/firebase-cli.ts";
import { checkFirestoreFiles } from "./deploy/firestore-files.ts";
import { cutFunctionsLock } from "./deploy/functions-lock.ts";
import { checkSecrets, compareWithReview } from "./deploy/review.ts";
import { checkSettings, writeSettings } from "./deploy/settings.ts";
import { formatTable } from "./deploy/table.ts";
import { unpackUpload } from "./deploy/upload-copy.ts";

const HELP = `npm run deploy -- [flags]

  --check          everything but the upload; needs no account and no network but the package registry
  --project ID     the Firebase project; without it, the one that \`firebase use\` chose
  --only PARTS     as the Firebase CLI takes it: functions, hosting, firestore
  --indexes        also run the functions' tests and report indexes that no query used: a minute more
  --write          write functions/package-lock.json and functions/deployment.json anew, to be reviewed
  --force          let the Firebase CLI delete functions and indexes that are gone, without asking
`;

const REVIEW = join(ROOT, "functions/deployment.json");
const FUNCTIONS_LOCK = join(ROOT, "functions/package-lock.json");
const WRITE = "Run npm run deploy -- --check --write, and review what changed.";

const { values: flags } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    indexes: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    force: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    project: { type: "string" },
    only: { type: "string" },
  },
});

if (flags.help) {
  console.log(HELP);
} else {
  try {
    const manifest = await check(flags.project ?? "demo-handset");
    if (flags.check) console.log("\nReady to deploy.");
    else upload(manifest);
  } catch (error) {
    console.error(`\n${(error as Error).message}`);
    process.exit(1);
  }
}

async function check(projectId: string): Promise<Manifest> {
  await step("rules and indexes", () => refuse(checkFirestoreFiles(ROOT)));
  if (flags.indexes) await step("use of indexes", () => refuse(checkIndexUse()));
  await step("functions/package-lock.json", checkLock);
  await step("functions/lib", () => build("functions"));
  await step("web/dist", () => build("web"));
  const cli = await step("the Firebase CLI", loadFirebaseCli);
  const copy = await step("npm ci of the upload alone", () => unpackUpload(cli, ROOT));
  try {
    const { runtime } = readJson<{ functions: { runtime: string } }>("firebase.json").functions;
    const manifest = await step("discovery", () =>
      discoverManifest(cli, copy.folder, projectId, runtime),
    );
    const deployment = await describeDeployment(cli, manifest, projectId);
    console.log(`\n${formatTable(deployment)}\n`);
    if (flags.write) writeReview(deployment);
    await step("secrets and settings", () =>
      refuse([...checkSecrets(manifest), ...checkSettings(cli, manifest, ROOT, projectId)]),
    );
    await step("functions/deployment.json", () => {
      const reviewed = readJson<Deployment>("functions/deployment.json");
      refuse(compareWithReview(deployment, reviewed), WRITE);
    });
    return manifest;
  } finally {
    copy.remove();
  }
}

function writeReview(deployment: Deployment): void {
  writeFileSync(REVIEW, `${JSON.stringify(deployment, null, 2)}\n`);
  spawnSync(join(ROOT, "node_modules/.bin/biome"), ["format", "--write", REVIEW], { cwd: ROOT });
}

function checkLock(): void {
  const wanted = `${JSON.stringify(cutFunctionsLock(readJson("package-lock.json")), null, 2)}\n`;
  if (flags.write) writeFileSync(FUNCTIONS_LOCK, wanted);
  const found = existsSync(FUNCTIONS_LOCK) ? readFileSync(FUNCTIONS_LOCK, "utf8") : "";
  if (found !== wanted) {
    refuse(["functions/package-lock.json does not hold what package-lock.json says."], WRITE);
  }
}

function upload(manifest: Manifest): void {
  if (flags.project !== undefined) {
    const written = writeSettings(manifest, ROOT, flags.project);
    if (written !== null) {
      console.log(`\nWrote ${written}: the settings with their defaults. Look at them, then`);
      console.log("run the same command again.");
      return;
    }
  }
  const given = Object.entries({ project: flags.project, only: flags.only }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`--${name}`, value]),
  );
  const firebase = join(ROOT, "node_modules/.bin/firebase");
  const { status } = spawnSync(
    firebase,
    ["deploy", ...given, ...(flags.force ? ["--force"] : [])],
    { cwd: ROOT, stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
}

async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    const result = await work();
    report("ok", name, start);
    return result;
  } catch (error) {
    report("no", name, start);
    throw error;
  }
}

function report(verdict: string, name: string, start: number): void {
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  console.log(`${verdict}  ${seconds} s  ${name}`);
}

function refuse(reasons: string[], advice?: string): void {
  if (reasons.length === 0) return;
  throw new Error([...reasons, ...(advice === undefined ? [] : [advice])].join("\n"));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}
