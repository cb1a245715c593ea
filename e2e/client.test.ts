import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Handset } from "../client/src/handset.ts";
import { HandsetError } from "../client/src/handset-error.ts";
import { verifyWebhook, WebhookError } from "../client/src/verify-webhook.ts";
import { type FlakyProxy, startFlakyProxy } from "./flaky-proxy.ts";
import { type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const SECRET = `whsec_${Buffer.from("a secret of twenty-four bytes").toString("base64")}`;

describe("the client on a machine", () => {
  let machine: Machine;
  let proxy: FlakyProxy;
  let folder: string;
  let handset: Handset;

  beforeAll(async () => {
    folder = temporaryFolder();
    machine = await startMachine(folder);
    proxy = await startFlakyProxy(machine.url);
    handset = new Handset({ apiKey: machine.api_key, baseUrl: proxy.url });
  });

  afterAll(async () => {
    proxy.close();
    await machine.stop();
    removeFolder(folder);
  });

  test("sends once though the answer is lost, and waits until it is delivered", async () => {
    const before = (await handset.call("getBalance")).balance;
    const sent = await handset.send({ to: machine.numbers.delivered, message: "Hello" });
    expect(proxy.lostCount()).toBe(1);
    const message = await handset.waitForMessage(sent.id, { intervalMs: 20 });
    expect(message).toMatchObject({ status: "delivered", message: "Hello" });
    expect((await handset.call("getBalance")).balance).toBe(before - sent.price);
  });

  test("lists every message, page after page", async () => {
    for (const message of ["One", "Two", "Three"]) {
      await handset.send({ to: machine.numbers.no_report, message });
    }
    const texts: string[] = [];
    for await (const { message } of handset.listMessages({ limit: 2 })) texts.push(message);
    expect(texts).toEqual(["Three", "Two", "One", "Hello"]);
  });

  test("throws what the API says is wrong", async () => {
    const refused = handset.send({ to: "nobody", message: "Hello" });
    await expect(refused).rejects.toBeInstanceOf(HandsetError);
    await expect(refused).rejects.toMatchObject({
      status: 422,
      code: "invalid_request",
      fields: { to: expect.stringContaining("no phone number") },
      requestId: expect.stringMatching(/^req_/),
    });
  });
});

describe("verifyWebhook", () => {
  const body = JSON.stringify({ id: "evt_a", type: "test.ping", data: {} });
  const now = Date.parse("2026-11-22T08:00:00Z");
  const headers = (signature: string, at = now) => ({
    "webhook-id": "evt_a",
    "webhook-timestamp": String(at / 1000),
    "webhook-signature": signature,
  });

  test("takes what the specification's own library signs, beside other signatures", async () => {
    const signature = new Webhook(SECRET).sign("evt_a", new Date(now), body);
    const given = headers(`v1,AAAA v1a,x ${signature}`);
    expect(await verifyWebhook(SECRET, given, body, now)).toMatchObject({ type: "test.ping" });
    expect(await verifyWebhook(SECRET, new Headers(given), body, now)).toBeDefined();
  });

  test.each([
    ["a body that was changed", SECRET, `${body} `, now],
    ["another secret", `whsec_${Buffer.from("another").toString("base64")}`, body, now],
    ["a webhook that is ten minutes old", SECRET, body, now + 600_000],
    ["a webhook from the future", SECRET, body, now - 600_000],
  ])("refuses %s", async (_, secret, text, at) => {
    const signature = new Webhook(SECRET).sign("evt_a", new Date(now), body);
    await expect(verifyWebhook(secret, headers(signature), text, at)).rejects.toThrow(WebhookError);
  });

  test("refuses an empty key's signature and missing headers", async () => {
    const forged = createHmac("sha256", "")
      .update(`evt_a.${now / 1000}.${body}`)
      .digest("base64");
    await expect(verifyWebhook(SECRET, headers(`v1,${forged}`), body, now)).rejects.toThrow(
      WebhookError,
    );
    await expect(verifyWebhook(SECRET, {}, body, now)).rejects.toThrow("no webhook-id");
  });
});

test("the description passes the linter's recommended rules", () => {
  const { status, stderr, stdout } = spawnSync(
    "node_modules/.bin/redocly",
    ["lint", "--extends=recommended", "docs/openapi.json"],
    {
      encoding: "utf8",
      env: {
        ...process.env,
        REDOCLY_TELEMETRY: "off",
        REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
        CI: "true",
      },
    },
  );
  expect(stdout + stderr).not.toMatch(/Warning was generated|Error was generated/);
  expect(status).toBe(0);
});
