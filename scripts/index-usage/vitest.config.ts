import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["functions/**/*.test.ts"],
    environment: "node",
    pool: "threads",
    setupFiles: ["scripts/index-usage/report.ts"],
  },
});
