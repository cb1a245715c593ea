import { describe, expect, test } from "vitest";
import { checkHeaders } from "./custom-headers.ts";

describe("checkHeaders", () => {
  test("takes a customer's own", () => {
    expect(() => checkHeaders({ Authorization: "Bearer abc", "X-Shop": "42" })).not.toThrow();
  });

  test.each([
    ["Host", "example.com"],
    ["Connection", "keep-alive"],
    ["Transfer-Encoding", "chunked"],
    ["Content-Length", "0"],
    ["content-type", "text/plain"],
    ["Upgrade", "h2c"],
    ["webhook-id", "evt_1"],
    ["Webhook-Signature", "v1,x"],
    ["User-Agent", "x"],
    ["Proxy-Authorization", "x"],
    ["X-Forwarded-For", "127.0.0.1"],
    ["X A", "a blank in the name"],
    ["X-A\r\nX-B", "a line break in the name"],
    ["X-A", "a\r\nX-Injected: b"],
    ["X-A", "ü"],
    ["X-A", "a".repeat(1025)],
  ])("refuses %j: %j", (name, value) => {
    expect(() => checkHeaders({ [name]: value })).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });

  test("refuses more than ten, and one name in two spellings", () => {
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`X-${n}`, "a"]));
    expect(() => checkHeaders(eleven)).toThrow(/at most 10/);
    expect(() => checkHeaders({ "X-A": "a", "x-a": "b" })).toThrow(/twice/);
  });
});
