import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backUp } from "./backup.ts";
import { openStorage, type Storage } from "./storage.ts";

let folder: string;
let storage: Storage;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handset-backup-"));
  storage = openStorage(join(folder, "data"));
  storage.database.exec("CREATE TABLE counts (value INTEGER)");
});

afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const insert = (value: number) =>
  storage.write(() => storage.database.prepare("INSERT INTO counts VALUES (?)").run(value));

const options = () => ({ dataDir: join(folder, "data"), targetDir: join(folder, "backups") });

async function valuesIn(backup: string): Promise<unknown[]> {
  const restored = join(folder, "restored");
  rmSync(restored, { recursive: true, force: true });
  mkdirSync(restored);
  copyFileSync(backup, join(restored, "handset.sqlite"));
  const opened = openStorage(restored);
  const rows = opened.database.prepare("SELECT value FROM counts ORDER BY value").all();
  await opened.close();
  return rows.map(({ value }) => value);
}

describe("backUp", () => {
  test("holds what was committed before it, of a machine that goes on writing", async () => {
    await insert(1);
    const following = insert(2);
    const backup = backUp(options());
    await following;
    await insert(3);
    expect(await valuesIn(backup)).toEqual([1]);
    expect(await valuesIn(backUp({ ...options(), now: new Date(0) }))).toEqual([1, 2, 3]);
  });

  test("keeps the newest only, when told how many", async () => {
    for (const day of [1, 2, 3]) {
      backUp({ ...options(), keepCount: 2, now: new Date(`2026-11-0${day}T00:00:00Z`) });
    }
    expect(readdirSync(options().targetDir).sort()).toEqual([
      "handset-2026-11-02T00-00-00-000Z.sqlite",
      "handset-2026-11-03T00-00-00-000Z.sqlite",
    ]);
  });

  test("refuses a folder without data, and leaves nothing half done", () => {
    expect(() => backUp({ ...options(), dataDir: folder })).toThrow("There is no");
    backUp(options());
    expect(readdirSync(options().targetDir).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
