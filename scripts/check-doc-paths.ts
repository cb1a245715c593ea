import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./build.ts";

/** What stands at the top of the tree: a cited path that begins with one of these is a path of ours. */
const TOP = /^(?:functions|web|local|docs|e2e|bench|scripts|client|examples|integrations)\//;
/** Folders and files that are made, not kept. */
const MADE =
  /^(?:functions\/(?:lib|\.env|\.secret|node_modules)|web\/dist|client\/dist|docs\/openapi)/;
const CODE = /`([^`\s]+)`/g;
const LINK = /\]\(([^)\s]+)\)/g;

/** A sentence for each path that a document cites and that is not there. */
export function brokenPaths(document: string, text: string): string[] {
  const cited = [
    ...[...text.matchAll(CODE)].map(([, path = ""]) => ({ path, from: "" })).filter(isOurs),
    ...[...text.matchAll(LINK)]
      .map(([, path = ""]) => ({ path, from: dirname(document) }))
      .filter(({ path }) => !/^[a-z]+:|^#/.test(path)),
  ];
  return cited
    .map(({ path, from }) => ({ path, file: join(from, path.replace(/[#?:].*$/, "")) }))
    .filter(({ file }) => !MADE.test(file) && !existsSync(join(ROOT, file)))
    .map(({ path }) => `${document} cites ${path}, which does not exist.`);
}

function isOurs({ path }: { path: string }): boolean {
  return TOP.test(path) && !/[*{}<>$…|,]/.test(path);
}

function documents(): string[] {
  const { stdout } = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((path) => path !== "" && !path.startsWith("docs/decisions/"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const broken = documents().flatMap((document) =>
    brokenPaths(document, readFileSync(join(ROOT, document), "utf8")),
  );
  for (const sentence of broken) console.error(sentence);
  process.exit(broken.length === 0 ? 0 : 1);
}
