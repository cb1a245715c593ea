import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT = join(import.meta.dirname, "..");

const PARTS = {
  functions: () => compileFunctions(),
  web: () => {
    run("npm", ["run", "--silent", "build", "-w", "web"]);
    copyReference();
  },
};

export type Part = keyof typeof PARTS;

/** What is deployed: `functions/lib`, `web/dist`. */
export function build(part: Part): void {
  PARTS[part]();
}

/** `isChecked` false: types are left to `npm run check`. */
export function compileFunctions({ isChecked = true } = {}): void {
  rmSync(join(ROOT, "functions/lib"), { recursive: true, force: true });
  run("tsc", ["-p", "functions/tsconfig.build.json", ...(isChecked ? [] : ["--noCheck"])]);
}

/** The page that tries calls: our three files and the two of Swagger UI. */
function copyReference(): void {
  const target = join(ROOT, "web/dist/reference");
  cpSync(join(ROOT, "docs/reference"), target, { recursive: true });
  for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
    cpSync(join(ROOT, "node_modules/swagger-ui-dist", name), join(target, name));
  }
}

function run(command: string, args: string[]): void {
  const PATH = `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH },
    encoding: "utf8",
  });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(" ")} failed.\n${stdout}${stderr}`);
}

function isPart(name: string): name is Part {
  return name in PARTS;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !isPart(name));
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}. Parts: ${Object.keys(PARTS).join(", ")}.`);
    process.exit(2);
  }
  try {
    for (const part of asked.length === 0 ? Object.keys(PARTS) : asked) {
      if (isPart(part)) build(part);
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
