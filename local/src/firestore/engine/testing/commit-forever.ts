import { openStorage } from "../../../storage.ts";
import { createEngine } from "../../engine.ts";
import { nameOf, OWNER, toFields } from "./fixtures.ts";

/** A process to be killed: commits as fast as it can and prints the number of each commit once it is acknowledged. */
const engine = createEngine({ projectId: "demo", storage: openStorage(process.argv[2] ?? "") });
engine.captureOutbox((change, { version }) => [{ name: change.name, version }]);

async function commitForever(lane: number): Promise<never> {
  for (let n = 0; ; n++) {
    const fields = toFields({ lane, n, text: "x".repeat(300) });
    const names = [`c/${lane}-${n}`, `c/${lane}-${n}-twin`].map(nameOf);
    const writes = names.map((name) => ({ update: { name, fields } }));
    await engine.commit({ writes }, OWNER);
    process.stdout.write(`${lane}-${n}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(commitForever));
