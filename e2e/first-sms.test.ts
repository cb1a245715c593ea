import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  askUntil,
  type Machine,
  reaches,
  removeFolder,
  startMachine,
  temporaryFolder,
} from "./machine.ts";

const run = promisify(execFile);
const dataDir = temporaryFolder();
let machine: Machine;

beforeAll(async () => {
  machine = await startMachine(dataDir);
});

afterAll(async () => {
  await machine.stop();
  removeFolder(dataDir);
});

function send(to: string, more: object = {}) {
  return machine.api("/send", { body: { to, message: "Hello", ...more } });
}

describe("one SMS, all the way", () => {
  test("goes from the call to delivered, with the time of each step", async () => {
    const { status, body } = await send(machine.numbers.delivered);
    expect(status).toBe(202);
    const message = await reaches(machine, body.id, "delivered");
    const { queued_at, dispatched_at, sent_at, delivered_at } = message.timeline;
    const steps = [queued_at, dispatched_at, sent_at, delivered_at];
    expect(steps.every((step) => typeof step === "string")).toBe(true);
    expect([...steps].sort()).toEqual(steps);
  });

  test("takes the curl that users bring from elsewhere", async () => {
    const { stdout } = await run("curl", [
      ...["-s", "-w", "\n%{http_code}", "-X", "POST", `${machine.url}/api/v1/send`],
      ...["-H", "Content-Type: application/json", "-H", `Authorization: Bearer ${machine.api_key}`],
      "-d",
      `{"to": "+1234567890", "message": "Hello from MySMSGate!", "device_id": "${machine.device_id}", "sim_slot": 1}`,
    ]);
    const [body, status] = stdout.split("\n");
    expect(status).toBe("202");
    expect(JSON.parse(body ?? "")).toMatchObject({ to: "+1234567890", sim_slot: 1 });
  });

  test("leaves no_report at sent", async () => {
    const { body } = await send(machine.numbers.no_report);
    const message = await reaches(machine, body.id, "sent");
    expect(message.timeline.delivered_at).toBeUndefined();
  });

  test("fails what the radio refuses, says why, and gives the price back", async () => {
    const before = (await machine.api("/balance")).body.balance;
    const { body } = await send(machine.numbers.radio_error);
    expect(body.balance).toBe(before - body.price);
    const message = await reaches(machine, body.id, "failed");
    expect(message).toMatchObject({ refunded: true, failure: { code: "radio_error" } });
    expect((await machine.api("/balance")).body.balance).toBe(before);
  });

  test("shows the answer once in the same conversation, though the phone posts it twice", async () => {
    const text = `Question ${Date.now()}`;
    const { body } = await send(machine.numbers.answers, { message: text });
    const outbound = await reaches(machine, body.id, "delivered");
    const inbound = () =>
      machine.api(`/messages?conversation_id=${outbound.conversation_id}&direction=inbound`);
    const { body: page } = await askUntil(inbound, (answer) => answer.body.data.length > 0);
    expect(page.data).toMatchObject([
      { status: "received", from: machine.numbers.answers, device_id: machine.device_id },
    ]);
    // The phone posts the second copy before anything that it is told later: after this one, both have arrived.
    const next = await send(machine.numbers.delivered);
    await reaches(machine, next.body.id, "delivered");
    expect((await inbound()).body.data).toHaveLength(1);
  });
});

describe("a failure that is reported three times from two connections at once", () => {
  test("is refunded once", async () => {
    const phone = await pairPhone();
    const before = (await machine.api("/balance")).body.balance;
    const { body } = await send("+12025550199", { device_id: phone.id });
    expect(await phone.pull()).toMatchObject([{ id: body.id, phoneNumbers: ["+12025550199"] }]);
    const at = new Date().toISOString();
    const report = [
      {
        id: body.id,
        state: "Failed",
        recipients: [
          {
            phoneNumber: "+12025550199",
            state: "Failed",
            error: "Send result: RESULT_ERROR_GENERIC_FAILURE (1)",
          },
        ],
        states: { Pending: at, Failed: at },
      },
    ];
    const answers = await Promise.all([1, 2, 3].map(() => phone.report(report)));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual([2, 2, 2]);
    expect((await machine.api("/balance")).body.balance).toBe(before);
    expect((await machine.api(`/messages/${body.id}`)).body).toMatchObject({
      status: "failed",
      refunded: true,
    });
  });
});

/** A phone that the test itself plays. */
async function pairPhone() {
  const { body: pairing } = await machine.api("/pairings", { method: "POST" });
  const call = (path: string, authorization: string, method = "GET", body?: unknown) =>
    fetch(`${machine.url}/mobile/v1${path}`, {
      method,
      headers: {
        Authorization: authorization,
        "Content-Type": "application/json",
        Connection: "close",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const registered = await call("/device", `Code ${pairing.code}`, "POST", { name: "Test/phone" });
  const { id, token } = (await registered.json()) as { id: string; token: string };
  return {
    id,
    pull: async () => (await call("/message?order=fifo", `Bearer ${token}`)).json(),
    report: (body: unknown) => call("/message", `Bearer ${token}`, "PATCH", body),
  };
}
