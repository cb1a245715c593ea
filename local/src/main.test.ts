import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFixtureProject, type FixtureProject } from "./testing/fixture-project.ts";

// A process starts slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let project: FixtureProject;
let child: ChildProcess;

beforeEach(() => {
  project = createFixtureProject();
});

afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  project.remove();
});

function run(...args: string[]) {
  const main = join(import.meta.dirname, "main.ts");
  child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], {
    cwd: project.directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("The child has no output.");
  return { stdout, stderr };
}

test("prints one line of JSON when ready, keeps standard output clean and ends on a signal", async () => {
  const { stdout } = run("--port", "0", "--sdk-ports", "0", "--no-demo", "--json");
  const lines: string[] = [];
  const reader = createInterface(stdout).on("line", (line) => lines.push(line));
  await once(reader, "line");
  const { url } = JSON.parse(lines[0] ?? "");
  expect((await fetch(`${url}/api/v1/messages`)).status).toBe(401);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect([code, lines.length]).toEqual([0, 1]);
});

test("says in a sentence what is wrong with a flag, and ends with 1", async () => {
  const { stderr } = run("--port", "http");
  const [text, [code]] = await Promise.all([stderr.toArray(), once(child, "exit")]);
  expect(Buffer.concat(text).toString()).toBe(
    "--port http is no port: it is a number up to 65535.\nnpm start -- --help lists the options.\n",
  );
  expect(code).toBe(1);
});

test("says in a sentence that a restored demo lacks the file with its password", async () => {
  const { stdout } = run("--port", "0", "--sdk-ports", "0", "--json");
  await once(stdout, "data");
  child.kill("SIGTERM");
  await once(child, "exit");
  rmSync(join(project.directory, ".handset", "demo.json"));
  const { stderr } = run("--port", "0", "--sdk-ports", "0", "--json");
  const [text, [code]] = await Promise.all([stderr.toArray(), once(child, "exit")]);
  expect(Buffer.concat(text).toString()).toContain("Start with --no-demo, or put that file back.");
  expect(code).toBe(1);
});
