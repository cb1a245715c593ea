import { expect, test } from "vitest";
import { createHarness } from "../../testing/harness.ts";
import { createApiApp } from "./app.ts";

async function paceThroughApi(body: unknown) {
  const harness = await createHarness();
  const until = new Date(harness.now().getTime() + 3_600_000);
  const id = await harness.addDevice({ reachedCaps: [{ slot: 1, sent: 50, until }] });
  const answer = await createApiApp(harness.services).request(`/api/v1/devices/${id}`, {
    method: "PATCH",
    headers: {
      Authorization: `Bearer ${await harness.issueKey()}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json(), harness, until, id };
}

test("a SIM's limits are set beside the SIM, and shown there", async () => {
  const sims = [{ slot: 1, per_minute: 6, per_day: 50 }];
  const { status, body, harness, id } = await paceThroughApi({ sims });
  expect(status).toBe(200);
  const sim = { slot: 1, number: "+15550000001", carrier: "A", per_minute: 6, per_day: 50 };
  // The cap that was reached is counted anew by the new limits.
  expect(body).toMatchObject({ sims: [{ ...sim, full_until: null }] });
  expect(await harness.read(`accounts/${harness.accountId}/devices/${id}`)).toMatchObject({
    simPacing: { 1: { perMinute: 6, perDay: 50 } },
  });
});

test("a SIM whose day is used up tells when it may send again", async () => {
  const { body, until } = await paceThroughApi({ name: "Desk" });
  expect(body).toMatchObject({
    sims: [{ per_minute: null, per_day: null, full_until: until.toISOString() }],
  });
});

test.each([
  ["a SIM that the phone lacks", { slot: 2, per_day: 5 }, "slot", /no SIM in slot 2/],
  ["no slot", { per_day: 5 }, "slot", /it is required/],
  ["a limit of none at all", { slot: 1, per_day: 0 }, "per_day", /^Give 1 or more/],
  ["more a minute than a phone sends", { slot: 1, per_minute: 601 }, "per_minute", /600 or less/],
  ["half a text", { slot: 1, per_minute: 6.5 }, "per_minute", /a whole number/],
  ["a number in words", { slot: 1, per_minute: "six" }, "per_minute", /^Give a number/],
])("%s is refused by its name", async (_, sim, name, message) => {
  const { status, body } = await paceThroughApi({ sims: [sim] });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    code: "invalid_request",
    errors: [{ field: `sims[0].${name}`, message: expect.stringMatching(message) }],
  });
});
