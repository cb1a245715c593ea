import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { FIXTURE_ENTRY } from "./fixture-project.ts";

/** The machine as a process of its own, for tests that kill it: `node fixture-machine.ts PROJECT_DIR DATA_DIR`. */
enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/handset"));
const { startRuntime } = await import("../runtime.ts");
const [projectDir, dataDir = null] = process.argv.slice(2);
const runtime = await startRuntime({
  ...{ dataDir, port: 0, sdkPorts: 0, functionsEntry: FIXTURE_ENTRY },
  ...(projectDir !== undefined && { projectDir }),
});
process.stdout.write(`ready ${runtime.url} ${runtime.sdkHosts.firestore}\n`);
process.once("SIGTERM", () => {
  runtime.close().then(() => process.stdout.write("closed\n"));
});
