import { spawnSync } from "node:child_process";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { newWebhookSecret, secretsAt, signPayload, toTimestamp } from "./signature.ts";

const PAYLOAD = '{"type":"message.received","data":{"message":"Grüße 👋"}}';

function sign(secrets: string[]) {
  const at = new Date();
  return {
    "webhook-id": "evt_1",
    "webhook-timestamp": toTimestamp(at),
    "webhook-signature": signPayload({ id: "evt_1", at, payload: PAYLOAD }, secrets),
  };
}

describe("signPayload", () => {
  test("is verified by the standardwebhooks package", () => {
    const secret = newWebhookSecret();
    expect(new Webhook(secret).verify(PAYLOAD, sign([secret]))).toEqual(JSON.parse(PAYLOAD));
  });

  test("is verified with the new and with the old secret while both sign", () => {
    const [current, previous, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
    const headers = sign([current, previous]);
    expect(() => new Webhook(current).verify(PAYLOAD, headers)).not.toThrow();
    expect(() => new Webhook(previous).verify(PAYLOAD, headers)).not.toThrow();
    expect(() => new Webhook(other).verify(PAYLOAD, headers)).toThrow();
  });

  test("is refused once a byte, the id or the time is another", () => {
    const secret = newWebhookSecret();
    const headers = sign([secret]);
    const verify = (payload: string, more: object = {}) =>
      new Webhook(secret).verify(payload, { ...headers, ...more });
    expect(() => verify(PAYLOAD.replace("received", "sent"))).toThrow();
    expect(() => verify(PAYLOAD, { "webhook-id": "evt_2" })).toThrow();
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => verify(PAYLOAD, { "webhook-timestamp": later })).toThrow();
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)("is verified by a few lines of Python", () => {
    const secret = newWebhookSecret();
    const input = JSON.stringify({ secret, headers: sign([secret]), body: PAYLOAD });
    const verify = (text: string) => spawnSync("python3", ["-c", VERIFIER], { input: text }).status;
    expect(verify(input)).toBe(0);
    expect(verify(input.replace("received", "sent"))).toBe(1);
  });
});

const VERIFIER = `
import base64, hashlib, hmac, json, sys
given = json.loads(sys.stdin.buffer.read())
headers, body = given["headers"], given["body"].encode()
key = base64.b64decode(given["secret"].removeprefix("whsec_"))
signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
sys.exit(0 if any(hmac.compare_digest(expected, s) for s in headers["webhook-signature"].split(" ")) else 1)
`;

describe("secretsAt", () => {
  const until = new Date("2026-11-23T08:00:00.000Z");
  const secret = {
    ...{ accountId: "acc_1", secret: "whsec_new", headers: {} },
    ...{ previousSecret: "whsec_old", previousUntil: until },
  };

  test("signs with the old secret too until its time is over", () => {
    expect(secretsAt(secret, new Date(until.getTime() - 1))).toEqual(["whsec_new", "whsec_old"]);
    expect(secretsAt(secret, until)).toEqual(["whsec_new"]);
    expect(secretsAt({ ...secret, previousSecret: null, previousUntil: null }, until)).toEqual([
      "whsec_new",
    ]);
  });
});
