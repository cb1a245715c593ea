import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine } from "../local/src/firestore/engine/create-engine.ts";
import { openStorage } from "../local/src/storage.ts";
import { ROOT } from "./build.ts";

/** Asked for by browsers, which the functions' tests do not have: the field, and the file whose query needs its index. */
const DASHBOARD: Record<string, string> = {
  isArchived: "web/src/features/conversations/queries.ts",
  assigneeId: "web/src/features/conversations/queries.ts",
  deviceId: "web/src/features/conversations/queries.ts",
  simSlot: "web/src/features/conversations/queries.ts",
};

/**
 * Runs the functions' tests on the embedded database, which refuses a query that has no index, and says which indexes no query used.
 */
export function checkIndexUse(): string[] {
  const folder = mkdtempSync(join(tmpdir(), "handset-indexes-"));
  try {
    const { status, stdout, stderr } = spawnSync(
      join(ROOT, "node_modules/.bin/vitest"),
      ["run", "--config", "scripts/index-usage/vitest.config.ts", "--reporter=dot"],
      { cwd: ROOT, encoding: "utf8", env: { ...process.env, HANDSET_INDEX_USAGE: folder } },
    );
    if (status !== 0) {
      return [`The functions' tests fail: is an index missing?\n${stdout.slice(-4000)}${stderr}`];
    }
    const used = new Set(
      readdirSync(folder).flatMap((name): string[] =>
        JSON.parse(readFileSync(join(folder, name), "utf8")),
      ),
    );
    return definitions()
      .filter((definition) => !used.has(definition) && !isDashboards(definition))
      .map((definition) => `No query used the index ${definition}: remove it, or test its query.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function definitions(): string[] {
  const storage = openStorage(null);
  const indexes = JSON.parse(readFileSync(join(ROOT, "firestore.indexes.json"), "utf8"));
  const engine = createEngine({ storage, projectId: "demo-handset", indexes });
  const found = engine.usedIndexes().map(({ definition }) => definition);
  engine.close();
  storage.close();
  return found;
}

function isDashboards(definition: string): boolean {
  const [, field = ""] =
    /^conversations, COLLECTION, (\w+) ASCENDING, updatedAt/.exec(definition) ?? [];
  const file = DASHBOARD[field];
  return file !== undefined && readFileSync(join(ROOT, file), "utf8").includes(field);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const reasons = checkIndexUse();
  for (const reason of reasons) console.error(reason);
  process.exit(reasons.length === 0 ? 0 : 1);
}
