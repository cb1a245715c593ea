import { defineConfig } from "vitest/config";

const node = { environment: "node", pool: "threads" } as const;

export default defineConfig({
  test: {
    // As many as a small machine has cores: more make its phones wait for answers.
    maxWorkers: 2,
    globalSetup: ["local/conformance/browser.ts"],
    projects: [
      { test: { ...node, name: "functions", include: ["functions/**/*.test.ts"] } },
      { test: { ...node, name: "local", include: ["local/**/*.test.ts"] } },
      { test: { ...node, name: "rules", include: ["firestore.rules.test.ts"] } },
      { test: { ...node, name: "web", include: ["web/**/*.test.{ts,tsx}"] } },
      {
        test: {
          ...node,
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
