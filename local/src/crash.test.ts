import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFixtureProject, type FixtureProject } from "./testing/fixture-project.ts";

const MACHINE = join(import.meta.dirname, "testing/fixture-machine.ts");

// Each test starts two processes; on a busy machine that takes its time.
describe("a machine that is killed", { timeout: 30_000 }, () => {
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

  async function start(env: Record<string, string> = {}) {
    const args = [
      "--disable-warning=ExperimentalWarning",
      MACHINE,
      project.directory,
      project.dataDir,
    ];
    child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The child has no output.");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => String((await lines.next()).value);
    const [, url = "", firestore = ""] = (await next()).split(" ");
    return { next, url, firestore };
  }

  async function order(firestore: string, id: string): Promise<number> {
    const name = `projects/demo-handset/databases/(default)/documents/orders/${id}`;
    const answer = await fetch(
      `http://${firestore}/v1/projects/demo-handset/databases/(default)/documents:commit`,
      {
        method: "POST",
        headers: { authorization: "Bearer owner" },
        body: JSON.stringify({ writes: [{ update: { name, fields: {} } }] }),
      },
    );
    return answer.status;
  }

  const done = async (url: string): Promise<string[]> =>
    (await (await fetch(`${url}/api/`)).json()).done;

  test("delivers afterwards what was acknowledged and not yet handled, through trigger and task", async () => {
    const { next, firestore } = await start({ FIXTURE_HANGS: "yes" });
    expect(await Promise.all(["a", "b"].map((id) => order(firestore, id)))).toEqual([200, 200]);
    expect([await next(), await next()].sort()).toEqual(["hangs a", "hangs b"]);
    child.kill("SIGKILL");
    await once(child, "exit");
    const { url } = await start();
    await expect.poll(() => done(url)).toEqual(["a", "b"]);
  });

  test("closes on SIGTERM and keeps what it had", async () => {
    const { next, url, firestore } = await start();
    await order(firestore, "a");
    await expect.poll(() => done(url)).toEqual(["a"]);
    child.kill("SIGTERM");
    expect(await next()).toBe("closed");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(await done((await start()).url)).toEqual(["a"]);
  });
});
