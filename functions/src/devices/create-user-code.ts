import type { Services } from "../context.ts";
import { type Credentials, checkLogin } from "./check-login.ts";
import { type IssuedCode, issuePairingCode } from "./issue-pairing-code.ts";

const LIFETIME_SECONDS = 60;

/** A code with which whoever holds a paired phone pairs another with the same account. */
export async function createUserCode(
  services: Services,
  credentials: Credentials,
): Promise<IssuedCode> {
  const { accountId } = await checkLogin(services, credentials);
  return issuePairingCode(services, accountId, LIFETIME_SECONDS);
}
