import { afterEach, describe, expect, test, vi } from "vitest";
import { ensureGoogleCredentials } from "./google-credentials.ts";

afterEach(() => void vi.unstubAllEnvs());

describe("ensureGoogleCredentials", () => {
  test("says how to log in where nobody did", async () => {
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", undefined);
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
    vi.stubEnv("METADATA_SERVER_DETECTION", "none");
    vi.stubEnv("HOME", "/nowhere");
    vi.stubEnv("APPDATA", "/nowhere");
    await expect(ensureGoogleCredentials()).rejects.toThrow(
      "There are no Google credentials here. Log in once: gcloud auth application-default login.",
    );
  });

  test("asks for none where a database of this machine is named", async () => {
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080");
    await expect(ensureGoogleCredentials()).resolves.toBeUndefined();
  });
});
