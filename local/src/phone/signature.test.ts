import { describe, expect, test } from "vitest";
import { toGson } from "./gson.ts";
import { signWebhook } from "./signature.ts";

const ENVELOPE = {
  id: "evt_001",
  webhookId: "wh_in_1",
  event: "sms:received",
  deviceId: "dev_1",
  payload: {
    message: "Balance = 5",
    receivedAt: "2026-11-22T09:10:00.000+01:00",
    messageId: "1f2e3d4c",
    sender: "+48500100200",
    recipient: "+48500999888",
    simNumber: 1,
    phoneNumber: "+48500100200",
  },
};

describe("signWebhook", () => {
  test("signs the escaped bytes and the timestamp as the protocol's vector says", () => {
    const body = toGson(ENVELOPE);
    expect(Buffer.byteLength(body)).toBe(283);
    expect(body).toContain("Balance \\u003d 5");
    expect(signWebhook("demo-signing-key", body, "1795335000")).toBe(
      "ac3fd73f1b80b03dd719f158bdcd5460ba9572481299801247e270cc53841af7",
    );
  });
});
