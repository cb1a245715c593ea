import { describe, expect, test } from "vitest";
import { decrypt } from "./encryption.ts";

const HELLO = "$aes-256-cbc/pbkdf2-sha1$i=75000$AAECAwQFBgcICQoLDA0ODw==$sMHU0LXbjXE9Rk7nI1epMQ==";

describe("decrypt", () => {
  test("opens the protocol's vector", () => {
    expect(decrypt(HELLO, "correct horse")).toBe("Hello");
  });

  test("refuses without a passphrase and what has no such form", () => {
    expect(() => decrypt(HELLO, null)).toThrow("Passphrase is not set");
    expect(() => decrypt("Hello", "correct horse")).toThrow("Invalid encrypted data format");
  });
});
