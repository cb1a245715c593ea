import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const NAME = /^handset-.*\.sqlite$/;

export interface BackupOptions {
  dataDir: string;
  /** Where backups are kept. */
  targetDir: string;
  /** How many to keep; the oldest go. Default: all. */
  keepCount?: number;
  now?: Date;
}

/**
 * Copies the data of a machine that runs or does not, as it is at one moment, and proves the copy whole before it takes its name.
 * Reads of a write-ahead log hold up nobody.
 */
export function backUp({ dataDir, targetDir, keepCount, now = new Date() }: BackupOptions): string {
  const source = join(dataDir, "handset.sqlite");
  if (!existsSync(source)) throw new Error(`There is no ${source}: give the folder with --data.`);
  mkdirSync(targetDir, { recursive: true, mode: 0o700 });
  const path = join(targetDir, `handset-${now.toISOString().replace(/[:.]/g, "-")}.sqlite`);
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  try {
    copy(source, unfinished);
    chmodSync(unfinished, 0o600);
    check(unfinished);
    sync(unfinished);
    renameSync(unfinished, path);
    sync(targetDir);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  if (keepCount !== undefined) removeOldest(targetDir, keepCount);
  return path;
}

function copy(source: string, target: string): void {
  const database = new DatabaseSync(source);
  try {
    database.exec("PRAGMA busy_timeout = 30000");
    database.prepare("VACUUM INTO ?").run(target);
  } finally {
    database.close();
  }
}

function check(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const [row] = database.prepare("PRAGMA quick_check").all();
    const verdict = row?.quick_check;
    if (verdict !== "ok") throw new Error(`The copy is not whole: ${verdict}.`);
  } finally {
    database.close();
  }
}

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeOldest(directory: string, keepCount: number): void {
  const backups = readdirSync(directory)
    .filter((name) => NAME.test(name))
    .sort();
  for (const name of backups.slice(0, Math.max(backups.length - keepCount, 0))) {
    rmSync(join(directory, name));
  }
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: "string", default: ".handset" }, keep: { type: "string" } },
  });
  const [targetDir] = positionals;
  const keepCount = values.keep === undefined ? undefined : Number(values.keep);
  if (targetDir === undefined || (keepCount !== undefined && !(keepCount >= 1))) {
    console.error("npm run backup -- FOLDER [--data .handset] [--keep COUNT]");
    process.exit(2);
  }
  try {
    console.log(backUp({ dataDir: values.data, targetDir, ...(keepCount && { keepCount }) }));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
