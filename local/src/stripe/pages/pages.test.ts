import { describe, expect, test } from "vitest";
import { openSite } from "../testing/open-site.ts";

describe("the payment page", () => {
  test("says that it stands in, shows the amount as text, and leads back once it is paid", async () => {
    const site = await openSite();
    const session = await site.openSession();
    const text = await (await fetch(String(session.url))).text();
    expect(text).toContain("stands in for Stripe");
    expect(text).toContain("Top-up of Bakery &#60;b&#62;: $10.00");
    expect(text).not.toContain("<b>");
    for (const name of ["pay", "decline", "later"]) expect(text).toContain(`value="${name}"`);
    const paid = await site.press(session, "pay");
    expect([paid.status, paid.headers.get("location")]).toEqual([303, `${site.origin}/paid`]);
    expect(await site.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      ...{ status: "complete", payment_status: "paid", amount_total: 1000, url: null },
    });
  });

  test("charges once, however often it is pressed", async () => {
    const site = await openSite();
    const session = await site.openSession();
    const answers = await Promise.all([site.press(session, "pay"), site.press(session, "pay")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect((await site.stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  test("expires after a day", async () => {
    const site = await openSite();
    const session = await site.openSession();
    site.clock.advance(25 * 3_600_000);
    expect((await site.press(session, "pay")).status).toBe(400);
    expect((await site.stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
  });

  test("is not found under another id", async () => {
    const site = await openSite();
    expect((await fetch(`${site.origin}/__stripe/checkout/cs_test_0`)).status).toBe(404);
  });
});

describe("the desk", () => {
  test("takes no order of another site's page", async () => {
    const site = await openSite();
    await site.press(await site.openSession(), "pay");
    const [charge] = site.standIn.state.list("charge", { limit: 1 });
    const order = (headers: Record<string, string>) =>
      fetch(site.standIn.url, {
        method: "POST",
        headers,
        body: new URLSearchParams({ action: "refund", id: charge?.id ?? "" }),
        redirect: "manual",
      });
    expect((await order({ Origin: "http://evil.example" })).status).toBe(403);
    expect(site.standIn.state.list("refund", { limit: 1 })).toEqual([]);
    expect((await order({ Origin: site.standIn.url })).status).toBe(303);
    expect(site.standIn.state.list("refund", { limit: 1 })).toMatchObject([{ amount: 1000 }]);
    expect(await (await fetch(site.standIn.url)).text()).toContain("fails");
  });
});
