import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FlakyProxy, startFlakyProxy } from "./flaky-proxy.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const run = promisify(execFile);
const TSC = resolve("node_modules/.bin/tsc");

let machine: Machine;
let proxy: FlakyProxy;
let data: string;
let project: string;

beforeAll(async () => {
  data = temporaryFolder();
  project = temporaryFolder();
  machine = await startMachine(data);
  proxy = await startFlakyProxy(machine.url);
  await installClient(project);
});

afterAll(async () => {
  proxy.close();
  await machine.stop();
  removeFolder(data);
  removeFolder(project);
});

/** A stranger's project: the examples, and the client as it is built for others. */
async function installClient(folder: string): Promise<void> {
  const client = join(folder, "node_modules/@handset/client");
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(resolve("node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  await run(TSC, ["-p", "client", "--outDir", join(client, "dist")]);
  cpSync("client/package.json", join(client, "package.json"));
  cpSync("examples/typescript", folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
}

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  HANDSET_URL: proxy.url,
  HANDSET_KEY: machine.api_key,
  ...more,
});

const example = (name: string, ...args: string[]) =>
  run(process.execPath, [join(project, `${name}.ts`), ...args], { env: environment() });

describe("the examples in TypeScript, on the client as others get it", () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill("SIGKILL");
    child = undefined;
  });

  test("satisfy the compiler with the types that come with it", async () => {
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--types", "node"];
    const language = ["--module", "nodenext", "--target", "es2024"];
    const files = ["send.ts", "list.ts", "receive.ts"];
    const { stdout } = await run(TSC, [...options, ...language, ...files], { cwd: project });
    expect(stdout).toBe("");
  });

  test("send a text once though the answer is lost, see it delivered, and list it", async () => {
    const { stdout } = await example("send", machine.numbers.delivered, "Hello “é”");
    expect(stdout).toMatch(/^(msg_\w+) queued\n\1 delivered\n$/);
    expect(proxy.lostCount()).toBe(1);
    for (const message of ["Two", "Three"]) {
      await machine.api("/send", { body: { to: machine.numbers.no_report, message } });
    }
    const { body } = await machine.api("/messages?limit=100");
    const listed = (await example("list")).stdout.trim().split("\n");
    expect(listed.map((line) => line.split(" ")[0])).toEqual(
      body.data.map(({ id }: { id: string }) => id),
    );
    expect(listed).toHaveLength(3);
  });

  test("take webhooks that are signed, and no others", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const { body: webhook } = await machine.api("/webhooks", {
      body: { url, events: ["message.received"] },
    });
    child = spawn(process.execPath, [join(project, "receive.ts")], {
      env: environment({ HANDSET_WEBHOOK_SECRET: webhook.secret, PORT: String(port) }),
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The example prints nowhere.");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe(`listening on ${port}`);
    const guess = `whsec_${Buffer.from("a guess of twenty-four bytes").toString("base64")}`;
    expect(await post(url, guess)).toBe(400);
    expect(await post(url, webhook.secret)).toBe(204);
    expect((await lines.next()).value).toBe("test.ping evt_a");
    const { body: delivery } = await machine.api(`/webhooks/${webhook.id}/test`, {
      method: "POST",
    });
    expect(delivery).toMatchObject({ status: "delivered" });
    expect((await lines.next()).value).toBe(`test.ping ${delivery.event_id}`);
  });
});

async function post(url: string, secret: string): Promise<number> {
  const now = new Date();
  const body = JSON.stringify({ id: "evt_a", type: "test.ping", data: {} });
  const headers = {
    "webhook-id": "evt_a",
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign("evt_a", now, body),
    Connection: "close",
  };
  const response = await fetch(url, { method: "POST", headers, body });
  await response.text();
  return response.status;
}

function freePort(): Promise<number> {
  return new Promise((settle) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => settle(port));
    });
  });
}
