import { expect, test } from "vitest";
import { isRefusedByPublishedBuild } from "./cleartext.ts";

test.each([
  ["https://sms.example.com/mobile/v1", false],
  ["http://127.0.0.1:8080/mobile/v1", false],
  ["http://localhost:8080/mobile/v1", true],
  ["http://192.168.1.7/mobile/v1", true],
  ["ftp://sms.example.com", true],
  ["sms.example.com", true],
])("the published build, asked to talk to %s: refuses is %s", (url, expected) => {
  expect(isRefusedByPublishedBuild(url)).toBe(expected);
});
