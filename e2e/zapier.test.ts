import { existsSync } from "node:fs";
import { createRequire } from "node:module";
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

const PACKAGE = new URL("../integrations/zapier/package.json", import.meta.url);
const isInstalled = existsSync(new URL("node_modules/zapier-platform-core", PACKAGE));

type Perform = (bundle: object) => Promise<ReturnType<typeof JSON.parse>>;

const dataDir = temporaryFolder();
let machine: Machine;
let receiver: Receiver | undefined;

beforeAll(async () => {
  if (isInstalled) machine = await startMachine(dataDir);
});

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

afterAll(async () => {
  if (isInstalled) await machine.stop();
  removeFolder(dataDir);
});

/** The platform's own test runner, on our definition. */
async function loadApp() {
  const zapier = createRequire(PACKAGE)("zapier-platform-core");
  const { createApp } = await import(new URL("src/app.ts", PACKAGE).href);
  const app = createApp(zapier.version);
  const run = zapier.createAppTester(app);
  const authData = { server_url: `${machine.url}/`, api_key: machine.api_key };
  const perform =
    (method: object): Perform =>
    (bundle) =>
      run(method, { authData, inputData: {}, ...bundle });
  return { app, run, perform, authData };
}

describe.skipIf(!isInstalled)("the Zapier app (npm ci --prefix integrations/zapier)", () => {
  test("is valid by the platform's schema", async () => {
    const { app } = await loadApp();
    const { validateApp, compileApp } = createRequire(PACKAGE)(
      "./node_modules/zapier-platform-core/src/tools/schema.js",
    );
    expect(validateApp(compileApp(app))).toEqual([]);
  });

  test("names the connection after the account, and says why a key is refused", async () => {
    const { app, run, perform, authData } = await loadApp();
    const me = await perform(app.authentication.test)({});
    expect(me.label).toBe(`Demo (${machine.api_key.slice(0, 12)}…)`);
    const bundle = { authData: { ...authData, api_key: "hs_live_wrong" } };
    await expect(run(app.authentication.test, bundle)).rejects.toThrow(/API key is not known/);
  });

  test("sends a text, once for one key, and finds it", async () => {
    const { app, perform } = await loadApp();
    const inputData = {
      ...{ to: machine.numbers.delivered, message: "Hello", sim_slot: "1" },
      ...{ device_id: machine.device_id, idempotency_key: "order-1", send_at: "" },
    };
    const send = perform(app.creates.send_sms.operation.perform);
    const sent = await send({ inputData });
    expect(sent).toMatchObject({ status: "queued", sim_slot: 1, device_id: machine.device_id });
    expect((await send({ inputData })).id).toBe(sent.id);
    await reaches(machine, sent.id, "delivered");
    const find = perform(app.searches.find_message.operation.perform);
    expect(await find({ inputData: { id: sent.id } })).toMatchObject([{ status: "delivered" }]);
    expect(await find({ inputData: { status: "delivered" } })).toMatchObject([{ id: sent.id }]);
    expect(await find({ inputData: { id: "msg_none" } })).toEqual([]);
    await expect(send({ inputData: { to: "no number", message: "Hello" } })).rejects.toThrow(/to/);
  });

  test("offers the phones", async () => {
    const { app, perform } = await loadApp();
    const phones = await perform(app.triggers.list_phones.operation.perform)({});
    expect(phones).toMatchObject([{ id: machine.device_id, name: expect.any(String) }]);
  });

  test.each(["message_received", "message_delivered", "message_failed", "device_offline"])(
    "shows samples of %s that have an id",
    async (key) => {
      const { app, perform } = await loadApp();
      const samples = await perform(app.triggers[key].operation.performList)({});
      expect(samples.length).toBeGreaterThan(0);
      const { event } = app.triggers[key].operation.sample;
      expect(samples[0]).toMatchObject({ id: expect.stringMatching(/^evt_/), event });
    },
  );

  test("subscribes, hands over what the webhook brings, and unsubscribes", async () => {
    receiver = await startReceiver();
    const target = receiver;
    const { app, perform } = await loadApp();
    const { operation } = app.triggers.message_received;
    const subscribeData = await perform(operation.performSubscribe)({
      targetUrl: target.url,
      inputData: { device_id: machine.device_id },
    });
    const text = `Zap ${Date.now()}`;
    await machine.api("/send", { body: { to: machine.numbers.answers, message: text } });
    await askUntil(
      async () => target.received.length,
      (count) => count > 0,
    );
    const cleanedRequest = JSON.parse(target.received[0]?.body ?? "");
    const items = await perform(operation.perform)({ cleanedRequest });
    expect(items).toMatchObject([
      {
        id: target.received[0]?.headers["webhook-id"],
        event: "message.received",
        message_id: expect.stringMatching(/^msg_/),
        message: `You said: ${text}`,
        from: machine.numbers.answers,
      },
    ]);
    const unsubscribe = perform(operation.performUnsubscribe);
    await unsubscribe({ subscribeData });
    expect((await machine.api(`/webhooks/${subscribeData.id}`)).status).toBe(404);
    await unsubscribe({ subscribeData });
  });
});
