import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** What `firebase/firestore` imports in a browser, served as it is published: no bundler between SDK and server. */
const SPECIFIERS = [
  "@firebase/app",
  "@firebase/component",
  "@firebase/firestore",
  "@firebase/logger",
  "@firebase/util",
  "@firebase/webchannel-wrapper/bloom-blob",
  "@firebase/webchannel-wrapper/webchannel-blob",
  "idb",
  "re2js",
];

export interface SdkPage {
  url: string;
  close(): Promise<void>;
}

/** A page whose `window.sdk` is the Web SDK, on an origin of its own. */
export async function servePage(): Promise<SdkPage> {
  const server = createServer(async (req, res) => {
    const path = new URL(req.url ?? "/", "http://page").pathname;
    if (path === "/") {
      res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(PAGE);
      return;
    }
    try {
      const type = /^\.m?js$/.test(extname(path)) ? "text/javascript" : "application/octet-stream";
      const content = await readFile(join(MODULES, path));
      res.writeHead(200, { "Content-Type": type }).end(content);
    } catch {
      res.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function browserEntry(specifier: string): string {
  const [scopeOrName = "", ...rest] = specifier.split("/");
  const name = specifier.startsWith("@") ? `${scopeOrName}/${rest.shift()}` : scopeOrName;
  const manifest = join(MODULES, name, "package.json");
  const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
  const entry = pick(exports[rest.length === 0 ? "." : `./${rest.join("/")}`]);
  return `/${join(dirname(join(name, "package.json")), entry)}`;
}

/** The file that a browser takes of conditional exports. */
function pick(conditions: unknown): string {
  if (typeof conditions === "string") return conditions;
  const known = conditions as Record<string, unknown>;
  return pick(known.browser ?? known.module ?? known.import ?? known.default);
}

const IMPORTS = Object.fromEntries(
  SPECIFIERS.map((specifier) => [specifier, browserEntry(specifier)]),
);

const PAGE = `<!doctype html><title>SDK</title>
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">
  import * as app from "@firebase/app";
  import * as firestore from "@firebase/firestore";
  window.sdk = { ...app, ...firestore };
</script>`;
