import { describe, expect, test } from "vitest";
import { createApiCaller, createSender } from "../../testing/api.ts";
import { createApiApp } from "../api/app.ts";
import { paths } from "../schema/paths.ts";
import { USUAL_TERMS } from "./terms.ts";

describe("billing switched off", () => {
  test("lets an account without a balance send, and takes no payment", async () => {
    const { harness } = await createSender();
    const app = createApiApp(harness.services, { billing: { ...USUAL_TERMS, isOn: false } });
    const api = await createApiCaller(harness, app);
    await harness.db.doc(paths.account(harness.accountId)).update({ balance: 0 });
    expect(await api.send({ to: "+14155550123" })).toMatchObject({
      status: 202,
      body: { price: 0, balance: 0 },
    });
    expect((await api.call("/balance")).body).toMatchObject({
      price_per_segment: 0,
      top_up: null,
    });
    expect(await api.call("/top-ups", { body: { amount: 10_000_000 } })).toMatchObject({
      ...{ status: 409, body: { code: "payments_off" } },
    });
  });
});
