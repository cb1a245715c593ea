import { describe, expect, test } from "vitest";
import { allowsPrivateTargets } from "./config.ts";

const LOCAL = {
  GCLOUD_PROJECT: "demo-handset",
  FUNCTIONS_EMULATOR: "true",
  WEBHOOKS_ALLOW_PRIVATE_TARGETS: "true",
};

describe("allowsPrivateTargets", () => {
  test("holds on one machine that says so", () => {
    expect(allowsPrivateTargets(LOCAL)).toBe(true);
  });

  test.each([
    ["the machine says no", { WEBHOOKS_ALLOW_PRIVATE_TARGETS: "false" }],
    ["the machine says nothing", { WEBHOOKS_ALLOW_PRIVATE_TARGETS: undefined }],
    ["it is no emulator", { FUNCTIONS_EMULATOR: undefined }],
    ["Cloud Run runs it, whatever its settings claim", { K_CONFIGURATION: "deliverwebhook" }],
  ])("does not hold where %s", (_name, changes) => {
    expect(allowsPrivateTargets({ ...LOCAL, ...changes })).toBe(false);
  });
});
