import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../functions/testing/receiver.ts";
import {
  askUntil,
  type Machine,
  reaches,
  removeFolder,
  startMachine,
  temporaryFolder,
} from "./machine.ts";

const FOLDER = fileURLToPath(new URL("../integrations/n8n", import.meta.url));
const MODULES = join(FOLDER, "node_modules");
const hasWorkflow = existsSync(join(MODULES, "n8n-workflow"));

// biome-ignore lint/suspicious/noExplicitAny: the package is loaded as n8n does, by the paths in its package.json.
type Loaded = any;
type Json = ReturnType<typeof JSON.parse>;

const dataDir = temporaryFolder();
const built = temporaryFolder();
let machine: Machine;
let receiver: Receiver | undefined;
let node: Loaded;
let trigger: Loaded;
let credential: Loaded;

beforeAll(async () => {
  // Without n8n's types, which are installed apart, what is written is built unchecked.
  const checks = hasWorkflow ? [] : ["--noCheck"];
  const tsc = fileURLToPath(new URL("../node_modules/.bin/tsc", import.meta.url));
  execFileSync(tsc, ["-p", FOLDER, "--outDir", join(built, "dist"), ...checks]);
  if (hasWorkflow) symlinkSync(MODULES, join(built, "node_modules"));
  const { n8n } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));
  [node, trigger] = n8n.nodes.map(load);
  [credential] = n8n.credentials.map(load);
  machine = await startMachine(dataDir);
});

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

afterAll(async () => {
  await machine.stop();
  removeFolder(dataDir);
  removeFolder(built);
});

/** A file's class is named like the file. */
function load(path: string): Loaded {
  const name = path.split("/").at(-1)?.split(".")[0] ?? "";
  const Class = createRequire(join(built, "index.js"))(join(built, path))[name];
  return new Class();
}

/** What n8n gives a node to work with, as far as ours uses it. */
function context(parameters: Json, more: object = {}) {
  const keys = { serverUrl: `${machine.url}/`, apiKey: machine.api_key };
  const authorization = credential.authenticate.properties.headers.Authorization;
  return {
    getInputData: () => [{ json: {} }],
    getNodeParameter: (name: string, second?: unknown, third?: unknown) =>
      parameters[name] ?? third ?? (typeof second === "number" ? undefined : second),
    getCredentials: async () => keys,
    continueOnFail: () => false,
    helpers: {
      async httpRequestWithAuthentication(_name: string, request: Json) {
        const url = new URL(request.url);
        for (const [name, value] of Object.entries(request.qs ?? {})) {
          url.searchParams.set(name, String(value));
        }
        const Authorization = authorization
          .replace(/^=/, "")
          .replace("{{$credentials.apiKey}}", keys.apiKey);
        const response = await fetch(url, {
          method: request.method,
          headers: { ...request.headers, Authorization, "Content-Type": "application/json" },
          ...(request.body && { body: JSON.stringify(request.body) }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(JSON.parse(text).detail);
        return text === "" ? null : JSON.parse(text);
      },
    },
    ...more,
  };
}

async function execute(parameters: object, more: object = {}) {
  const [items] = await node.execute.call(context(parameters, more));
  return items.map(({ json }: { json: Json }) => json);
}

describe("the n8n node", () => {
  test("sends a text, reads it and lists it", async () => {
    const [sent] = await execute({
      ...{ resource: "message", operation: "send", to: machine.numbers.delivered },
      ...{ message: "Hello", deviceId: "", additionalFields: { simSlot: 1 } },
    });
    expect(sent).toMatchObject({ status: "queued", sim_slot: 1 });
    await reaches(machine, sent.id, "delivered");
    const one = { resource: "message", operation: "get", messageId: sent.id };
    expect(await execute(one)).toMatchObject([{ id: sent.id, status: "delivered" }]);
    const many = { resource: "message", operation: "getMany", limit: 5 };
    expect(await execute({ ...many, filters: { status: "delivered" } })).toMatchObject([
      { id: sent.id },
    ]);
    expect(await execute({ ...many, filters: { status: "expired" } })).toEqual([]);
  });

  test("lists the phones, for a workflow and for its menus", async () => {
    const phones = await execute({ resource: "phone", operation: "getMany" });
    expect(phones).toMatchObject([{ id: machine.device_id }]);
    const menu = await node.methods.loadOptions.listPhones.call(context({}));
    expect(menu).toMatchObject([{ value: "" }, { value: machine.device_id }]);
  });

  test("says what to do when the server refuses, and goes on where it is told to", async () => {
    const wrong = { resource: "message", operation: "get", messageId: "msg_none" };
    await expect(execute(wrong)).rejects.toThrow("There is no such message.");
    expect(await execute(wrong, { continueOnFail: () => true })).toEqual([
      { error: "There is no such message." },
    ]);
  });
});

describe("the n8n trigger", () => {
  const hooks = (url: string, staticData: object) =>
    context(
      { events: ["message.received"], deviceId: "" },
      { getNodeWebhookUrl: () => url, getWorkflowStaticData: () => staticData },
    );

  async function hand(request: Json, staticData: object, body = request.body) {
    const answered: Json[] = [];
    const result = await trigger.webhook.call({
      getWorkflowStaticData: () => staticData,
      getRequestObject: () => ({ rawBody: Buffer.from(body) }),
      getHeaderData: () => request.headers,
      getBodyData: () => JSON.parse(body),
      getResponseObject: () => ({
        status: (status: number) => ({ json: (json: object) => answered.push({ status, json }) }),
      }),
    });
    return { result, answered };
  }

  test("subscribes, takes what is signed, refuses what is not, and unsubscribes", async () => {
    receiver = await startReceiver();
    const { received, url } = receiver;
    const staticData: { webhookId?: string; secret?: string } = {};
    const { checkExists, create, delete: remove } = trigger.webhookMethods.default;
    expect(await checkExists.call(hooks(url, staticData))).toBe(false);
    expect(await create.call(hooks(url, staticData))).toBe(true);
    expect(await checkExists.call(hooks(url, staticData))).toBe(true);
    await machine.api("/send", { body: { to: machine.numbers.answers, message: "Hello" } });
    await askUntil(
      async () => received.length,
      (count) => count > 0,
    );
    const [request] = received;
    const { result } = await hand(request, staticData);
    expect(result.workflowData[0]).toMatchObject([
      { json: { type: "message.received", data: { message: "You said: Hello" } } },
    ]);
    const forged = await hand(request, staticData, request?.body.replace("Hello", "Howdy"));
    expect(forged).toMatchObject({
      result: { noWebhookResponse: true },
      answered: [{ status: 401 }],
    });
    const { webhookId, secret = "" } = staticData;
    const old = resign(request, secret, Math.floor(Date.now() / 1000) - 600);
    expect((await hand(old, staticData)).answered).toMatchObject([{ status: 401 }]);
    expect(await remove.call(hooks(url, staticData))).toBe(true);
    expect(staticData).toEqual({});
    expect((await machine.api(`/webhooks/${webhookId}`)).status).toBe(404);
  });

  function resign(request: Json, secret: string, timestamp: number) {
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const signed = `${request.headers["webhook-id"]}.${timestamp}.${request.body}`;
    const signature = createHmac("sha256", key).update(signed).digest("base64");
    const headers = {
      ...request.headers,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": `v1,${signature}`,
    };
    return { ...request, headers };
  }
});

describe.skipIf(!hasWorkflow)("by n8n's own code (npm ci --prefix integrations/n8n)", () => {
  test("a workflow of both nodes loads, with the defaults of every parameter and no issue", () => {
    const { Workflow, NodeHelpers } = createRequire(join(FOLDER, "package.json"))("n8n-workflow");
    const types: Record<string, Loaded> = {
      "n8n-nodes-handset.handset": node,
      "n8n-nodes-handset.handsetTrigger": trigger,
    };
    const nodeTypes = {
      getByName: (type: string) => types[type],
      getByNameAndVersion: (type: string) => types[type],
      getKnownTypes: () => ({}),
    };
    const entry = (name: string, type: string, parameters: object) => ({
      ...{ id: name, name, type, typeVersion: 1, position: [0, 0], parameters },
      credentials: { handsetApi: { id: "1", name: "Handset" } },
    });
    const workflow = new Workflow({
      id: "1",
      active: false,
      nodeTypes,
      nodes: [
        entry("On text", "n8n-nodes-handset.handsetTrigger", {}),
        entry("Reply", "n8n-nodes-handset.handset", {
          to: "={{ $json.data.from }}",
          message: "Thanks!",
        }),
      ],
      connections: { "On text": { main: [[{ node: "Reply", type: "main", index: 0 }]] } },
    });
    expect(workflow.getParentNodes("Reply")).toEqual(["On text"]);
    const { parameters } = workflow.getNode("Reply");
    expect(parameters).toMatchObject({ resource: "message", operation: "send", deviceId: "" });
    for (const [name, loaded] of [
      ["On text", trigger],
      ["Reply", node],
    ]) {
      const { properties } = loaded.description;
      const own = workflow.getNode(name);
      expect(NodeHelpers.getNodeParametersIssues(properties, own, loaded.description)).toBeNull();
    }
    const empty = { ...workflow.getNode("Reply"), parameters: { ...parameters, to: "" } };
    const { description } = node;
    const issues = NodeHelpers.getNodeParametersIssues(description.properties, empty, description);
    expect(issues.parameters).toHaveProperty("to");
  });
});
