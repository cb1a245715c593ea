import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.HANDSET_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    alias: {
      // Firestore's pipelines bring a regular-expression engine of 45 kB (gzip); the dashboard uses none.
      re2js: fileURLToPath(new URL("src/no-regular-expressions.ts", import.meta.url)),
    },
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // The setting must run before the first schema is made, so it lies in one file with zod itself.
          groups: [{ name: "zod", test: /node_modules[\\/]zod[\\/]|zod-without-eval/ }],
        },
      },
    },
  },
  // Every screen's packages are prepared at once: finding one later reloads the page in the middle of work.
  optimizeDeps: {
    entries: ["index.html", "src/app/**/*.tsx", "src/firestore.ts", "src/firebase-*.ts"],
  },
  server: {
    proxy: Object.fromEntries(
      [
        "/api",
        "/__",
        "/emulator",
        "/google.firestore.v1.Firestore",
        "/v1/projects",
        "/identitytoolkit.googleapis.com",
        "/securetoken.googleapis.com",
      ].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
});
