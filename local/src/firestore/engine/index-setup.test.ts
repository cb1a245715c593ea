import { expect, test } from "vitest";
import type { IndexConfiguration } from "../engine.ts";
import { ascending, indexEntries, openBench, put, where } from "./testing/fixtures.ts";
import { CONFIGURATION } from "./testing/index-configuration.ts";

test("writes every entry anew when keys are written differently than they were", async () => {
  const bench = openBench({ indexes: CONFIGURATION });
  await bench.commit(put("c/1", { a: 1, b: 2, shared: 1 }));
  const { database } = bench.storage;
  openBench({ storage: bench.storage, indexes: { indexes: [] } });
  openBench({ storage: bench.storage, indexes: CONFIGURATION });
  const before = indexEntries(bench.storage);
  expect(before.length).toBeGreaterThan(5);
  database.exec("UPDATE index_fingerprints SET fingerprint = '0' WHERE collection_group = ''");
  database.exec("UPDATE index_entries SET key = CAST(key || x'00' AS BLOB)");
  const again = openBench({ storage: bench.storage, indexes: CONFIGURATION });
  expect(await again.ids({ where: where("a", "EQUAL", 1), orderBy: [ascending("b")] })).toEqual([
    "1",
  ]);
  expect(await again.ids({})).toEqual(["1"]);
  expect(indexEntries(bench.storage)).toEqual(before);
  await bench.close();
});

test("writes no entries for exempted fields, and fills and drops entries as the configuration changes", async () => {
  const bench = openBench({ indexes: { indexes: [] } });
  await bench.commit(put("c/1", { a: 1, b: 2, exempt: { m: 1 }, shared: 1 }));
  const entryCount = async (indexes: IndexConfiguration) => {
    const again = openBench({ storage: bench.storage, indexes });
    await again.ids({ where: where("a", "EQUAL", 1) });
    return indexEntries(bench.storage).length;
  };
  const automatic = await entryCount({ indexes: [] });
  expect(automatic).toBe(2 + 5);
  const configured = await entryCount(CONFIGURATION);
  expect(configured).toBe(automatic - 2 + 1 + 2);
  expect(await entryCount({ indexes: [] })).toBe(automatic);
  await bench.close();
});
