import { beforeEach, describe, expect, test } from "vitest";
import type { Harness } from "../../testing/harness.ts";
import type { Receiver } from "../../testing/receiver.ts";
import { startWebhookTarget, type WebhookKit } from "../../testing/webhooks.ts";
import { paths } from "../schema/paths.ts";
import { deleteWebhook } from "./delete.ts";

let harness: Harness;
let kit: WebhookKit;
let receiver: Receiver;

beforeEach(async () => {
  ({ harness, kit, receiver } = await startWebhookTarget());
});

describe("createWebhook", () => {
  test("keeps the secret out of what members may read", async () => {
    const { id, secret } = await kit.subscribe(receiver.url, { headers: { "X-Key": "hidden" } });
    const shown = JSON.stringify(await harness.read(paths.webhook(harness.accountId, id)));
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain("hidden");
    await deleteWebhook(harness.ctx, { id });
    expect(await harness.read(paths.webhookSecret(id))).toBeUndefined();
  });
});
