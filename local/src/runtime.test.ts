import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { deleteApp, getApp, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Runtime, type RuntimeOptions, startRuntime } from "./runtime.ts";
import {
  createFixtureProject,
  FIXTURE_ENTRY,
  type FixtureProject,
} from "./testing/fixture-project.ts";

const lines: string[] = [];

function start(project: FixtureProject, given: Partial<RuntimeOptions> = {}): Promise<Runtime> {
  return startRuntime({
    ...{ dataDir: null, port: 0, sdkPorts: 0, projectDir: project.directory },
    ...{ functionsEntry: FIXTURE_ENTRY, log: (_level, message) => lines.push(message) },
    ...given,
  });
}

describe("the machine", () => {
  let project: FixtureProject;
  let runtime: Runtime;

  beforeAll(async () => {
    project = createFixtureProject();
    project.write(
      "firestore.rules",
      "rules_version = '2'; service cloud.firestore { match /databases/{d}/documents { match /open/{x} { allow read; } } }",
    );
    runtime = await start(project);
  });

  afterAll(async () => {
    await deleteApp(getApp("test"));
    await runtime.close();
    project.remove();
  });

  const document = (path: string) =>
    `${runtime.url}/v1/projects/demo-handset/databases/(default)/documents/${path}`;

  test("carries a write through its trigger and a task to what a page reads", async () => {
    await getFirestore(initializeApp({ projectId: "demo-handset" }, "test"))
      .doc("orders/o1")
      .set({});
    await runtime.idle();
    const answer = await fetch(`${runtime.url}/api/v1/list?x=1`);
    expect(await answer.json()).toEqual({ url: "/api/v1/list?x=1", done: ["o1"] });
  });

  test("answers an address that is none like any other", async () => {
    const socket = connect(Number(new URL(runtime.url).port), "127.0.0.1");
    socket.write("GET //[ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    const answer = Buffer.concat(await socket.toArray()).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
  });

  test("runs a schedule when a test asks for it", async () => {
    await runtime.functions.schedules.runNow("nightly");
    const answer = await fetch(`${runtime.url}/api/`);
    expect((await answer.json()).done).toContain("nightly");
  });

  test("streams through hosting without holding back", async () => {
    const abort = new AbortController();
    const answer = await fetch(`${runtime.url}/api/stream`, { signal: abort.signal });
    const chunk = await answer.body?.getReader().read();
    expect(Buffer.from(chunk?.value ?? "").toString()).toBe("data: first\n\n");
    abort.abort();
  });

  test("takes a token that it did not make for no token, before any function sees it", async () => {
    const unsigned = ["{}", '{"sub":"admin"}', ""].map((part) =>
      Buffer.from(part).toString("base64url"),
    );
    const headers = { authorization: `Bearer ${unsigned.join(".")}` };
    const answer = await fetch(`${runtime.url}/api/`, { headers });
    expect(answer.status).toBe(401);
    expect((await fetch(document("open/x"), { headers })).status).toBe(401);
  });

  test("holds people to the rules, and takes the owner's token from nobody at their port", async () => {
    const asOwner = { headers: { authorization: "Bearer owner" } };
    expect((await fetch(document("open/x"))).status).toBe(404);
    expect((await fetch(document("done/o1"))).status).toBe(403);
    expect((await fetch(document("done/o1"), asOwner)).status).toBe(401);
    const { firestore } = runtime.sdkHosts;
    const local = document("orders/o1").replace(runtime.url, `http://${firestore}`);
    expect((await fetch(local, asOwner)).status).toBe(200);
  });

  test("lets nobody clear the database or replace the rules unless it was started for tests", async () => {
    const { firestore } = runtime.sdkHosts;
    const url = `http://${firestore}/emulator/v1/projects/demo-handset/databases/(default)/documents`;
    expect((await fetch(url, { method: "DELETE" })).status).toBe(404);
  });

  test("says that the dashboard is not built where it is not", async () => {
    expect(await (await fetch(runtime.url)).text()).toContain("The dashboard is not built");
  });

  test("answers nobody who calls it by another name, as a page elsewhere can for whoever reads it here", async () => {
    const { functions, tasks } = runtime.sdkHosts;
    for (const server of [new URL(runtime.url).host, functions, tasks]) {
      const [hostname, port] = server.split(":");
      const headers = { host: "evil.example:3000" };
      const asked = request({ hostname, port, path: "/api/v1/list", headers }).end();
      const [answer] = await once(asked, "response");
      expect(answer.statusCode).toBe(421);
      answer.resume();
    }
  });

  test("serves the emulators' address of a function on loopback", async () => {
    const answer = await fetch(
      `http://${runtime.sdkHosts.functions}/demo-handset/us-central1/api/x`,
    );
    expect((await answer.json()).url).toBe("/x");
  });
});

describe("startRuntime", () => {
  let project: FixtureProject;

  beforeAll(() => {
    project = createFixtureProject();
  });
  afterAll(() => project.remove());

  test("stops at rules that do not parse, with file, line and column", async () => {
    project.write(
      "firestore.rules",
      "service cloud.firestore {\n  match /a/{b} {\n    allow read: if ;\n  }\n}\n",
    );
    await expect(start(project)).rejects.toThrow(/firestore\.rules: .*3:|firestore\.rules.*line 3/);
    project.write("firestore.rules", "service cloud.firestore {}");
  });

  test("says which flag chooses another port when one is taken, and lets go of what it had opened", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { dataDir } = project;
    await expect(start(project, { port, dataDir })).rejects.toThrow(
      `Port ${port} (for people) is taken. Choose another with --port.`,
    );
    const sdkPorts = { firestore: port, auth: 0, functions: 0, tasks: 0 };
    await expect(start(project, { sdkPorts, dataDir })).rejects.toThrow("--sdk-ports 0");
    other.close();
    const runtime = await start(project, { port, dataDir });
    await runtime.close();
  });

  test("takes a free port for an SDK whose usual one another program holds", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const free = { port: 0 };
    const path = join(project.directory, "firebase.json");
    const firebase = JSON.parse(readFileSync(path, "utf8"));
    const emulators = { firestore: { port }, auth: free, functions: free, tasks: free };
    project.write("firebase.json", JSON.stringify({ ...firebase, emulators }));
    const runtime = await start(project, { sdkPorts: undefined });
    expect(runtime.sdkHosts.firestore).not.toBe(`127.0.0.1:${port}`);
    await runtime.close();
    other.close();
    project.write("firebase.json", JSON.stringify(firebase));
  });

  test.each([
    ["whom nobody else reaches", {}, "true"],
    [
      "that strangers reach by its public address",
      { publicUrl: "https://sms.example.com" },
      "false",
    ],
    ["that its network reaches", { host: "0.0.0.0" }, "false"],
  ])("says whether webhooks may go into the network of a machine %s", async (_, given, allowed) => {
    const runtime = await start(project, given);
    expect(process.env.WEBHOOKS_ALLOW_PRIVATE_TARGETS).toBe(allowed);
    await runtime.close();
  });

  test("keeps a second machine off the same data, and lets it in when the first has closed", async () => {
    const { dataDir } = project;
    const first = await start(project, { dataDir });
    await expect(start(project, { dataDir })).rejects.toThrow("is in use by another Handset");
    await first.close();
    await (await start(project, { dataDir })).close();
  });

  test("names the function that cannot be hosted", async () => {
    const functionsEntry = `${import.meta.dirname}/testing/unknown-trigger.ts`;
    await expect(start(project, { functionsEntry })).rejects.toThrow(
      "Function upload: events of type",
    );
  });
});
