import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { SPECIAL_NUMBERS } from "../local/src/phone/special-numbers.ts";
import { gone, seen } from "./browser.ts";
import { go, type Person, setUpDashboard, signUp, topUp } from "./dashboard.ts";

const ADA: Person = { name: "Ada", email: "ada@example.com", password: "another secret" };
const CONTACT = SPECIAL_NUMBERS.answers;

const { visit, openWithPhone, complaints } = setUpDashboard();

const conversation = (page: Page) =>
  page.getByRole("region", { name: "Conversations" }).getByRole("link", { name: "202 555 0104" });

const theirs = (page: Page, text: string) =>
  page.getByRole("log").getByRole("button", { name: `They wrote: ${text}` });

test("a team signs up, pairs a phone, and answers a text together, live", async () => {
  const { owner, phone } = await openWithPhone();
  await topUp(owner);

  const member = await visit(await invite(owner, ADA.email));
  await member.getByRole("link", { name: "Sign up and join" }).click();
  const storeName = await heldBack(member, "**/accounts:update*");
  await signUp(member, ADA);
  await member.getByRole("button", { name: "Join" }).click();
  storeName();
  await seen(member.getByRole("heading", { name: "No conversations yet" }));

  await go(owner, "Conversations");
  phone.receive({ from: CONTACT, text: "Are you open today?" });
  for (const page of [owner, member]) {
    await seen(conversation(page).getByText("1 unread"));
  }
  await conversation(member).click();
  await seen(theirs(member, "Are you open today?"));
  await gone(conversation(owner).getByText("unread"));

  await conversation(owner).click();
  await owner.getByRole("textbox", { name: "Message" }).fill("Until six.");
  await owner.getByRole("button", { name: "Send", exact: true }).click();
  const sent = (page: Page) => page.getByRole("button", { name: "You wrote: Until six." });
  await seen(owner.getByRole("button", { name: /You wrote: Until six\.\s*\. Delivered/ }));
  for (const page of [member, owner]) {
    await seen(
      page
        .getByRole("log")
        .getByRole("button", { name: /^They wrote: / })
        .nth(1),
    );
  }
  expect(await sent(member).count()).toBe(1);

  await owner.getByLabel("Assigned to").selectOption({ label: ADA.name });
  await seen(member.getByRole("article").locator('[data-mine="true"]'));
  await owner.getByRole("button", { name: "Archive", exact: true }).click();
  for (const page of [owner, member]) await gone(conversation(page));
  await member.getByText("Archived", { exact: true }).click();
  await seen(conversation(member));
  await member.getByRole("button", { name: "Unarchive" }).click();
  await gone(conversation(member));
  await seen(conversation(owner));

  expect(complaints()).toEqual([]);
});

/** Nothing that the page asks of `url` goes out until what is returned is called. */
async function heldBack(page: Page, url: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

async function invite(owner: Page, email: string): Promise<string> {
  await go(owner, "Team");
  await owner.getByRole("button", { name: "Invite" }).click();
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByRole("button", { name: "Create link" }).click();
  const link = await owner.getByRole("dialog").locator("code").textContent();
  await owner.getByRole("button", { name: "Done" }).click();
  return link ?? "";
}
