import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStorage } from "../../storage.ts";
import type { Filter } from "../protocol.ts";
import { type Bench, nameOf, OWNER, openBench, put, ROOT, where } from "./testing/fixtures.ts";

const ACKNOWLEDGED_MIN = 400;

/** Starts a process that commits, and kills it in the middle. Returns the commits that it saw acknowledged. */
async function acknowledgedBeforeKill(directory: string): Promise<string[]> {
  const script = new URL("./testing/commit-forever.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    script,
    directory,
  ]);
  let printed = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.stdout.on("data", (chunk) => {
    printed += chunk;
    if (printed.split("\n").length > ACKNOWLEDGED_MIN) child.kill("SIGKILL");
  });
  await ended;
  return printed.slice(0, printed.lastIndexOf("\n")).split("\n");
}

async function documentCount(bench: Bench, filter?: Filter): Promise<number> {
  const { aggregateFields } = await bench.engine.runAggregationQuery(
    {
      parent: ROOT,
      structuredAggregationQuery: {
        structuredQuery: { from: [{ collectionId: "c" }], ...(filter && { where: filter }) },
        aggregations: [{ alias: "n", count: {} }],
      },
    },
    OWNER,
  );
  const count = aggregateFields.n;
  return count !== undefined && "integerValue" in count ? Number(count.integerValue) : -1;
}

test("every acknowledged commit survives kill -9, whole, indexed and with its outbox rows", async () => {
  const directory = mkdtempSync(join(tmpdir(), "durability-"));
  const acknowledged = await acknowledgedBeforeKill(directory);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ACKNOWLEDGED_MIN);
  const bench = openBench({ directory });
  for (const id of acknowledged) {
    expect(await bench.get(`c/${id}`), id).not.toBeNull();
    expect(await bench.get(`c/${id}-twin`), id).not.toBeNull();
  }
  const rows = bench.storage.database.prepare("SELECT count(*) AS n FROM documents").get();
  expect(await documentCount(bench)).toBe(rows?.n);
  expect(bench.engine.readOutbox(0, 1e6)).toHaveLength(Number(rows?.n));
  expect(bench.engine.version).toBe(Number(rows?.n) / 2);
  const lane = await bench.ids({ where: where("lane", "EQUAL", 2) });
  expect(lane.length).toBeGreaterThan(20);
  await bench.close();
  rmSync(directory, { recursive: true });
});

test("commit times and versions go on growing after a restart with a clock that went back", async () => {
  const directory = mkdtempSync(join(tmpdir(), "durability-"));
  const before = openBench({ directory, now: () => Date.UTC(2030, 0, 1) });
  const first = await before.commit(put("c/a", { n: 1 }));
  await before.close();
  const after = openBench({ directory, now: () => Date.UTC(2020, 0, 1) });
  expect(after.engine.version).toBe(1);
  const second = await after.commit(put("c/a", { n: 2 }));
  expect([first, second]).toEqual(["2030-01-01T00:00:00.000000Z", "2030-01-01T00:00:00.000001Z"]);
  expect(after.engine.version).toBe(2);
  await after.close();
  rmSync(directory, { recursive: true });
});

test("a group that does not reach the disk leaves no trace in memory", async () => {
  const bench = openBench();
  const events: number[] = [];
  bench.engine.captureOutbox((_, { version }) => [version]);
  bench.engine.onCommit((event) => events.push(event.version));
  await bench.commit(put("c/a", { n: 1 }));
  const leave = bench.storage.join({
    beforeCommit: () => {
      throw new Error("disk full");
    },
  });
  await expect(bench.commit(put("c/a", { n: 2 }), put("new/b", { n: 2 }))).rejects.toThrow(
    "disk full",
  );
  leave();
  expect((await bench.get("c/a"))?.fields).toEqual({ n: { integerValue: "1" } });
  expect(await bench.get("new/b")).toBeNull();
  expect(await bench.ids({ where: where("n", "EQUAL", 2) })).toEqual([]);
  expect(await documentCount(bench, where("n", "EQUAL", 2))).toBe(0);
  expect(bench.engine.version).toBe(1);
  await bench.commit(put("new/b", { n: 3 }));
  expect(await bench.ids({ collection: "new", where: where("n", "EQUAL", 3) })).toEqual(["b"]);
  expect(events).toEqual([1, 2]);
  expect(bench.engine.readOutbox(0, 10).map((row) => row.body)).toEqual([1, 2]);
  await bench.close();
});

test("outbox rows are delivered again by the next process until they are removed", async () => {
  const directory = mkdtempSync(join(tmpdir(), "durability-"));
  const first = openBench({ directory });
  first.engine.captureOutbox(({ name }, source) =>
    name.endsWith("quiet") ? [] : [{ name, ...source }],
  );
  const commitTime = await first.commit(put("c/a", {}), put("c/quiet", {}), put("c/b", {}));
  const rows = first.engine.readOutbox(0, 10);
  expect(rows.map((row) => row.body)).toEqual([
    { name: nameOf("c/a"), version: 1, index: 0, commitTime },
    { name: nameOf("c/b"), version: 1, index: 2, commitTime },
  ]);
  expect(first.engine.readOutbox(rows[0]?.id ?? 0, 10)).toEqual(rows.slice(1));
  await first.close();

  const second = openBench({ directory });
  expect(second.engine.readOutbox(0, 10)).toEqual(rows);
  second.engine.removeFromOutbox(rows.map((row) => row.id));
  await second.close();

  const storage = openStorage(directory);
  const third = openBench({ storage });
  expect(third.engine.readOutbox(0, 10)).toEqual([]);
  third.engine.captureOutbox(() => ["again"]);
  await third.commit(put("c/a", { n: 1 }));
  expect(third.engine.readOutbox(0, 10)[0]?.id).toBeGreaterThan(rows[1]?.id ?? 0);
  await third.close();
  rmSync(directory, { recursive: true });
});
