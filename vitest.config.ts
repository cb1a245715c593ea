import { join } from "node:path";
import { defineConfig } from "vitest/config";

const node = { environment: "node", pool: "threads" } as const;
/** Files of one worker share what they import: the SDKs take longer to load than most files to run. */
const shared = { ...node, isolate: false } as const;

/** What starts the machine as a whole, whose settings are the process's. */
const MACHINE = "local/src/*.test.ts";

export default defineConfig({
  test: {
    // One more than a small machine has cores: somebody always waits for a browser or a lease.
    maxWorkers: 3,
    // They end what hangs; on a busy machine what takes a second takes many.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000, interval: 5 } },
    globalSetup: ["local/conformance/browser.ts"],
    projects: [
      { test: { ...shared, name: "functions", include: ["functions/**/*.test.ts"] } },
      {
        test: { ...shared, name: "local", include: ["local/**/*.test.ts"], exclude: [MACHINE] },
      },
      { test: { ...node, name: "machine", include: [MACHINE] } },
      { test: { ...node, name: "rules", include: ["firestore.rules.test.ts"] } },
      { test: { ...shared, name: "web", include: ["web/**/*.test.{ts,tsx}"] } },
      {
        test: {
          ...node,
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          // The machines that these start, one after the other, load the same files.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/node") },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
