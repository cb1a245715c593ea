import { createDecipheriv, pbkdf2Sync } from "node:crypto";

const FORM = /^\$aes-256-cbc\/pbkdf2-sha1\$i=(\d+)\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/;

/** Opens what was encrypted end to end with the passphrase typed into the phone (device-protocol.md, section 14). */
export function decrypt(text: string, passphrase: string | null): string {
  if (passphrase === null) throw new Error("Passphrase is not set");
  const match = FORM.exec(text);
  if (match === null) throw new Error("Invalid encrypted data format");
  const salt = Buffer.from(match[2] ?? "", "base64");
  const key = pbkdf2Sync(passphrase, salt, Number(match[1]), 32, "sha1");
  const decipher = createDecipheriv("aes-256-cbc", key, salt);
  return decipher.update(match[3] ?? "", "base64", "utf8") + decipher.final("utf8");
}
