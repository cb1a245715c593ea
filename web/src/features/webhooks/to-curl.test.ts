import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { toCurl } from "./to-curl.ts";

describe("toCurl", () => {
  test("hands every byte on to curl, and runs nothing that a text or an address says", () => {
    const payload = `{"message":"it's $(echo run) \`echo run\` \\\\ \\n"}`;
    const url = "https://example.com/o'clock?a=1&b=$HOME";
    const command = toCurl({ url, header_names: ["X-Own"] }, { event_id: "evt_1", payload });
    const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
    const given = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
    expect(given.at(-1)).toBe(payload);
    expect(given.slice(0, 3)).toEqual(["-X", "POST", url]);
    expect(given).toContain("webhook-id: evt_1");
    expect(given).toContain("X-Own: VALUE");
    expect(given.find((value) => value.startsWith("webhook-timestamp: "))).toMatch(/: \d{10}$/);
  });
});
