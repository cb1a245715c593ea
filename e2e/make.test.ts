import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../functions/testing/receiver.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

type Json = ReturnType<typeof JSON.parse>;

const dataDir = temporaryFolder();
let machine: Machine;
let receiver: Receiver | undefined;

beforeAll(async () => {
  machine = await startMachine(dataDir);
});

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

afterAll(async () => {
  await machine.stop();
  removeFolder(dataDir);
});

function read(path: string): Json {
  const url = new URL(`../integrations/make/${path}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

/** What Make puts for `{{a.b}}`; a field for which there is nothing is left out. Our files use no more of its language than that. */
function fill(template: Json, values: Json): Json {
  if (Array.isArray(template)) return template.map((item) => fill(item, values));
  if (typeof template === "object" && template !== null) {
    const entries = Object.entries(template).map(([key, item]) => [key, fill(item, values)]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }
  if (typeof template !== "string") return template;
  const lookUp = (path: string) =>
    path.split(".").reduce<Json>((value, name) => value?.[name], values);
  const whole = /^\{\{([\w.]+)\}\}$/.exec(template);
  if (whole) return lookUp(whole[1] ?? "");
  return template.replaceAll(/\{\{([\w.]+)\}\}/g, (_all, path: string) => lookUp(path));
}

/** Runs one communication as Make does, on the base. */
async function run(communication: Json, values: Json) {
  const connection = { serverUrl: machine.url, apiKey: machine.api_key };
  const { url, method, headers, body, qs } = fill(communication, { connection, ...values });
  const base = fill(read("base"), { connection });
  const address = new URL(url.startsWith("http") ? url : `${base.baseUrl}${url}`);
  for (const [name, value] of Object.entries(qs ?? {})) {
    address.searchParams.set(name, String(value));
  }
  const response = await fetch(address, {
    method,
    headers: { ...base.headers, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === "" ? null : JSON.parse(text);
  return { status: response.status, body: answer, bundle: { body: answer } };
}

describe("the Make app, by its own files", () => {
  test("names the connection after the account, and shows why a key is refused", async () => {
    const communication = read("connection/communication");
    const good = await run(communication, {
      parameters: { serverUrl: machine.url, apiKey: machine.api_key },
    });
    expect(fill(communication.response.metadata.value, good.bundle)).toMatch(/^Demo \(hs_live_/);
    const bad = await run(communication, { parameters: { serverUrl: machine.url, apiKey: "no" } });
    expect(bad.status).toBe(401);
    expect(fill(communication.response.error.message, bad.bundle)).toMatch(/not known/);
  });

  test("attaches a webhook for the chosen events, and detaches it", async () => {
    receiver = await startReceiver();
    const attach = read("webhook/attach");
    const events = read("webhook/parameters")[0].options.map(({ value }: Json) => value);
    const { status, bundle } = await run(attach, {
      webhook: { url: receiver.url },
      parameters: { events },
    });
    expect(status).toBe(201);
    const webhook = fill(attach.response.data, bundle);
    const path = `/webhooks/${webhook.externalHookId}`;
    expect((await machine.api(path)).body).toMatchObject({ events, device_ids: null });
    expect((await run(read("webhook/detach"), { webhook })).status).toBe(204);
    expect((await machine.api(path)).status).toBe(404);
  });

  test("sends a text with what was filled in only, reads it and lists it", async () => {
    const parameters = { to: machine.numbers.no_report, message: "Hello", sim_slot: 1 };
    const sent = await run(read("modules/sendSms").communication, { parameters });
    expect(sent.status).toBe(202);
    const { id } = sent.body;
    const found = await run(read("modules/getMessage").communication, { parameters: { id } });
    expect(found.body).toMatchObject({ id, sim_slot: 1 });
    const search = read("modules/searchMessages").communication;
    const listed = await run(search, { parameters: { direction: "outbound" } });
    expect(fill(search.response.iterate, listed.bundle)).toMatchObject([{ id }]);
    const phones = read("rpcs/listPhones");
    const { bundle } = await run(phones, {});
    const [item] = fill(phones.response.iterate, bundle);
    expect(fill(phones.response.output, { item }).value).toBe(machine.device_id);
  });
});
