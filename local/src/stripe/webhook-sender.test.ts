import { describe, expect, test } from "vitest";
import { openSite } from "./testing/open-site.ts";

describe("webhooks", () => {
  test("are signed so that the SDK takes them", async () => {
    const site = await openSite();
    await site.press(await site.openSession(), "pay");
    site.standIn.sendWebhooksTo(`${site.origin}/hook`);
    await site.receive(3);
    const events = site.received.map(({ body, signature }) =>
      site.stripe.webhooks.constructEvent(body, signature, site.standIn.webhookSecret),
    );
    expect(events.map(({ type }) => type).sort()).toEqual([
      "charge.succeeded",
      "checkout.session.completed",
      "payment_intent.succeeded",
    ]);
    expect(site.received.map(({ body }) => body).join()).not.toContain("stand_in");
  });

  test("are sent again until they are taken, also after a restart, and then no more", async () => {
    const site = await openSite();
    site.answerWebhooks(500);
    await site.press(await site.openSession(), "decline");
    site.standIn.sendWebhooksTo(`${site.origin}/hook`);
    await site.receive(1);
    await site.restart();
    site.answerWebhooks(200);
    site.clock.advance(1000);
    site.standIn.sendWebhooksTo(`${site.origin}/hook`);
    await site.receive(2);
    expect(site.received[1]?.body).toBe(site.received[0]?.body);
    await site.restart();
    site.clock.advance(7 * 24 * 3_600_000);
    expect(site.standIn.state.nextDueAt()).toBeNull();
  });
});
