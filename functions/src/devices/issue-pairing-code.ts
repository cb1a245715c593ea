import type { Services } from "../context.ts";
import { hashPairingCode, newPairingCode } from "./pairing-code.ts";
import { createPairing } from "./pairing-store.ts";

export interface IssuedCode {
  code: string;
  expiresAt: Date;
}

/** A code that pairs one phone with the account. Who may have one is for the caller to decide. */
export async function issuePairingCode(
  services: Services,
  accountId: string,
  lifetimeSeconds: number,
): Promise<IssuedCode> {
  const code = newPairingCode();
  const now = services.now();
  const expiresAt = new Date(now.getTime() + lifetimeSeconds * 1000);
  await createPairing(services.db, hashPairingCode(code), {
    accountId,
    kind: "code",
    expiresAt,
    usedAt: null,
    deviceId: null,
    createdAt: now,
  });
  return { code, expiresAt };
}
