import { describe, expect, test } from "vitest";
import { readFlags } from "./flags.ts";

describe("readFlags", () => {
  test("starts on loopback's port 3000 with a demo and the data beside it", () => {
    expect(readFlags([])).toMatchObject({
      ...{ port: 3000, host: "127.0.0.1", dataDir: `${process.cwd()}/.handset` },
      ...{ hasDemo: true, hasPhone: true, isJson: false, sdkPorts: undefined },
    });
  });

  test("takes what it is given", () => {
    const args = ["--port", "0", "--no-demo", "--no-phone", "--json", "--sdk-ports", "0"];
    expect(readFlags([...args, "--public-url", "https://sms.example.com/"])).toMatchObject({
      ...{ port: 0, hasDemo: false, hasPhone: false, isJson: true, sdkPorts: 0 },
      publicUrl: "https://sms.example.com",
    });
    expect(readFlags(["--help"])).toBe("help");
  });

  test.each([
    [["--port", "70000"], "--port 70000 is no port"],
    [["--port", "1e3"], "--port 1e3 is no port"],
    [["--public-url", "sms.example.com"], "is no address as in"],
    [["--log-level", "loud"], "none of debug, info, warn, error"],
    [["--sdk-ports", "9000"], "takes 0 only"],
    [["--prot", "1"], "--prot"],
    [["stray"], "stray"],
  ])("refuses %j and names it", (args, message) => {
    expect(() => readFlags(args)).toThrow(message);
  });
});
