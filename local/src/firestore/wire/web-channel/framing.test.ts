import { describe, expect, test } from "vitest";
import { ForwardChannel } from "./forward-channel.ts";
import { frame, parseForwardBody } from "./framing.ts";

describe("WebChannel framing", () => {
  test("counts UTF-16 code units, whatever the script", () => {
    expect(frame('["ü👋🏽"]')).toBe('9\n["ü👋🏽"]');
  });

  test("reads the messages and the header lines of a handshake", () => {
    const headers = "X-Goog-Api-Client:gl-js/ fire/1\r\nAuthorization:Bearer a:b\r\n";
    const form = new URLSearchParams({
      headers,
      count: "2",
      ofs: "3",
      req0___data__: '{"database":"ü & +"}',
      req1___data__: "[]",
    });
    const body = parseForwardBody(form.toString());
    expect(body.messages).toEqual(['{"database":"ü & +"}', "[]"]);
    expect([body.offset, body.headers.get("authorization")]).toEqual([3, "Bearer a:b"]);
  });

  test.each(["count=-1", "count=x", "count=1e9", "count=1", "count=1&ofs=-2&req0___data__={}"])(
    "refuses %s",
    (text) => {
      expect(() => parseForwardBody(text)).toThrowError(
        expect.objectContaining({ status: "INVALID_ARGUMENT" }),
      );
    },
  );
});

describe("the forward channel", () => {
  test("delivers each message once and in order, however the requests come", () => {
    const delivered: unknown[] = [];
    const channel = new ForwardChannel((message) => delivered.push(message));
    channel.receive(1, ["b", "c"]);
    channel.receive(0, ["a"]);
    channel.receive(0, ["a", "b"]);
    channel.receive(4, ["e"]);
    channel.receive(2, ["c", "d"]);
    expect(delivered).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("gives up on messages that wait for one that never comes", () => {
    const channel = new ForwardChannel(() => {});
    const many = Array.from({ length: 1001 }, String);
    expect(() => channel.receive(1, many)).toThrow("ahead of its turn");
    const long = new ForwardChannel(() => {});
    expect(() => long.receive(1, ["x".repeat(17 * 1024 * 1024)])).toThrow("ahead of its turn");
  });
});
