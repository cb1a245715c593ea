import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { embeddedFirestore } from "../../functions/testing/embedded-firestore.ts";

/** Each test file leaves what its queries used of the indexes. */
afterAll(async () => {
  const { engine } = await embeddedFirestore();
  const used = engine.usedIndexes().filter(({ isUsed }) => isUsed);
  const name = `${process.pid}-${Math.random().toString(36).slice(2)}.json`;
  const text = JSON.stringify(used.map(({ definition }) => definition));
  writeFileSync(join(process.env.HANDSET_INDEX_USAGE ?? ".", name), text);
});
