import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FlakyProxy, startFlakyProxy } from "./flaky-proxy.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

interface Language {
  name: string;
  /** What must be on the machine. */
  needs: [string, string[]];
  command(program: "send" | "list" | "receive", port?: number): [string, string[]];
}

const script = (name: string, runner: string, extension: string): Language => ({
  name,
  needs: [runner, ["--version"]],
  command: (program) => [runner, [`examples/${name}/${program}.${extension}`]],
});

const LANGUAGES: Language[] = [
  script("python", "python3", "py"),
  script("node", process.execPath, "mjs"),
  script("ruby", "ruby", "rb"),
  {
    ...script("php", "php", "php"),
    command: (program, port) =>
      program === "receive"
        ? ["php", ["-S", `127.0.0.1:${port}`, "examples/php/receive.php"]]
        : ["php", [`examples/php/${program}.php`]],
  },
  {
    name: "go",
    needs: ["go", ["version"]],
    command: (program) => ["go", ["run", `examples/go/${program}.go`]],
  },
];

const has = ([command, args]: [string, string[]]) => spawnSync(command, args).status === 0;
const run = promisify(execFile);

let machine: Machine;
let proxy: FlakyProxy;
let folder: string;

beforeAll(async () => {
  folder = temporaryFolder();
  machine = await startMachine(folder);
  proxy = await startFlakyProxy(machine.url);
});

afterAll(async () => {
  proxy.close();
  await machine.stop();
  removeFolder(folder);
});

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  HANDSET_URL: proxy.url,
  HANDSET_KEY: machine.api_key,
  ...more,
});

async function countOf(text: string): Promise<number> {
  const { body } = await machine.api("/messages?limit=100&direction=outbound");
  return body.data.filter(({ message }: { message: string }) => message === text).length;
}

async function allMessages(): Promise<string[]> {
  const { body } = await machine.api("/messages?limit=100");
  return body.data.map(({ id }: { id: string }) => id);
}

async function sendsOnce(command: string, args: string[], name: string): Promise<void> {
  const text = `Hello from ${name} ${Date.now()} “é”`;
  const lost = proxy.lostCount();
  const { stdout } = await run(command, [...args, machine.numbers.delivered, text], {
    env: environment(),
  });
  expect(stdout).toMatch(/^(msg_\w+) queued\n\1 delivered\n$/);
  expect(proxy.lostCount()).toBe(lost + 1);
  expect(await countOf(text)).toBe(1);
}

async function listsAll(command: string, args: string[]): Promise<void> {
  for (const message of ["One", "of", "five", "to", "list"]) {
    await machine.api("/send", { body: { to: machine.numbers.no_report, message } });
  }
  const { stdout } = await run(command, args, { env: environment() });
  const printed = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[0]);
  expect(printed).toEqual(await allMessages());
  expect(printed.length).toBeGreaterThan(4);
}

describe.each(LANGUAGES)("the examples in $name", ({ name, needs, command }) => {
  const isHere = has(needs);
  let child: ChildProcess | undefined;
  afterEach(() => {
    if (child?.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    child = undefined;
  });

  test.skipIf(!isHere)("send a text once though the answer is lost, and see it delivered", () =>
    sendsOnce(...command("send"), name),
  );

  test.skipIf(!isHere)("list every message, page after page", () => listsAll(...command("list")));

  test.skipIf(!isHere)("take webhooks that are signed, and no others", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const { body: webhook } = await machine.api("/webhooks", {
      body: { url, events: ["message.received"] },
    });
    const [program, args] = command("receive", port);
    const env = environment({ HANDSET_WEBHOOK_SECRET: webhook.secret, PORT: String(port) });
    child = spawn(program, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const lines = linesOf(child);
    await lines.until(/listening|started/);
    expect(await post(url, webhook.secret, "evt_a", 0)).toBe(204);
    expect(await lines.until(/^test\.ping/)).toBe("test.ping evt_a");
    expect(await post(url, webhook.secret, "evt_late", 600)).toBe(400);
    expect(await post(url, `whsec_${Buffer.from("guess").toString("base64")}`, "evt_b", 0)).toBe(
      400,
    );
    const { body: delivery } = await machine.api(`/webhooks/${webhook.id}/test`, {
      method: "POST",
    });
    expect(delivery).toMatchObject({ status: "delivered" });
    expect(await lines.until(/^test\.ping/)).toBe(`test.ping ${delivery.event_id}`);
    expect(lines.seen.filter((line) => line.startsWith("test.ping"))).toHaveLength(2);
    await machine.api(`/webhooks/${webhook.id}`, { method: "DELETE" });
  });
});

describe("the examples in curl", () => {
  const isHere = has(["curl", ["--version"]]) && has(["jq", ["--version"]]);

  test.skipIf(!isHere)("send a text once though the answer is lost, and see it delivered", () =>
    sendsOnce("examples/curl/send.sh", [], "curl"),
  );

  test.skipIf(!isHere)("list every message, page after page", () =>
    listsAll("examples/curl/list.sh", []),
  );

  test.skipIf(!isHere)("prove a webhook's signature, and refuse another's", () => {
    const secret = `whsec_${Buffer.from("a secret of twenty-four bytes").toString("base64")}`;
    const now = Math.floor(Date.now() / 1000);
    const body = '{"type":"test.ping"}';
    const verify = (timestamp: number, signature: string) =>
      spawnSync("examples/curl/verify.sh", ["evt_a", String(timestamp), `v1,bad ${signature}`], {
        input: body,
        env: { ...process.env, HANDSET_WEBHOOK_SECRET: secret },
        encoding: "utf8",
      });
    const signature = sign(secret, "evt_a", now, body);
    expect(verify(now, signature)).toMatchObject({ status: 0, stdout: "valid\n" });
    expect(verify(now, sign(secret, "evt_b", now, body))).toMatchObject({ status: 1 });
    const late = now - 600;
    expect(verify(late, sign(secret, "evt_a", late, body))).toMatchObject({ status: 1 });
  });
});

function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

async function post(url: string, secret: string, id: string, age: number): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000) - age;
  const body = JSON.stringify({ id, type: "test.ping", data: {} });
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": sign(secret, id, timestamp, body),
      Connection: "close",
    },
    body,
  });
  await response.text();
  return response.status;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** What a program prints, on both of its outputs, line by line. */
function linesOf(child: ChildProcess) {
  const seen: string[] = [];
  let next = 0;
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface(stream).on("line", (line) => {
      seen.push(line);
      wake();
    });
  }
  return {
    seen,
    /** The next line that matches, of those not asked for yet. */
    async until(pattern: RegExp): Promise<string> {
      for (;;) {
        for (; next < seen.length; next += 1) {
          const line = seen[next] ?? "";
          if (!pattern.test(line)) continue;
          next += 1;
          return line;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
