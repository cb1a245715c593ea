import { expect, test } from "vitest";
import { SPECIAL_NUMBERS } from "../local/src/phone/special-numbers.ts";
import { seen } from "./browser.ts";
import { go, setUpDashboard, topUp } from "./dashboard.ts";

const CONTACT = SPECIAL_NUMBERS.answers;

const { openWithPhone } = setUpDashboard();

test("a send that an empty balance refuses is accepted once a top-up has come, and the balance is live", async () => {
  const { owner, phone } = await openWithPhone();
  await go(owner, "Conversations");
  // What arrives before the phone knows where to tell it is told to nobody.
  await expect.poll(() => phone.state.webhooks.length).toBeGreaterThan(0);
  phone.receive({ from: CONTACT, text: "Are you open today?" });
  const conversation = owner.getByRole("link", { name: "202 555 0104" });
  await conversation.click();
  const send = async () => {
    await owner.getByRole("textbox", { name: "Message" }).fill("Until six.");
    await owner.getByRole("button", { name: "Send", exact: true }).click();
  };
  const sent = owner.getByRole("button", { name: /You wrote: Until six\./ });
  await send();
  await seen(owner.getByText(/Top up first/));
  expect(await sent.count()).toBe(0);

  await topUp(owner);
  await go(owner, "Conversations");
  await conversation.click();
  await send();
  await seen(sent);
  await seen(owner.getByRole("link", { name: "Balance $24.97" }));
});
