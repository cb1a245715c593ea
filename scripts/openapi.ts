import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createApiApp } from "../functions/src/api/app.ts";
import { createHarness } from "../functions/testing/harness.ts";
import { ROOT } from "./build.ts";
import { type ApiDocument, writeClientTypes } from "./client-types.ts";

/** The files that are made from the API's description, by path. */
export async function generateApiFiles(): Promise<Record<string, string>> {
  const { services } = await createHarness();
  const response = await createApiApp(services).request("/api/v1/openapi.json");
  const document = (await response.json()) as ApiDocument;
  return {
    "docs/openapi.json": `${JSON.stringify(document, null, 2)}\n`,
    "client/src/api-types.ts": writeClientTypes(document),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const [path, text] of Object.entries(await generateApiFiles())) {
    writeFileSync(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
  process.exit(0);
}
