import { openAccount } from "../src/accounts/open.ts";
import { issueApiKey } from "../src/api-keys/issue.ts";
import { adjustBalance } from "../src/billing/adjust-balance.ts";
import { accountTerms } from "../src/config.ts";
import { systemContext } from "../src/context.ts";
import { createPairing } from "../src/devices/create-pairing.ts";
import { ALL_SCOPES } from "../src/schema/api-key.ts";
import { getServices } from "../src/services.ts";

/** A thousand of the currency. */
const CREDIT_MICROS = 1_000_000_000;

export interface DemoAccount {
  accountId: string;
  apiKey: string;
}

/** Opens an account with credit and a key that may do everything. */
export async function openDemoAccount(): Promise<DemoAccount> {
  const services = getServices();
  const { accountId } = await openAccount(services, { ...accountTerms(), name: "Demo" });
  const ctx = systemContext(services, accountId);
  await adjustBalance(ctx, {
    entryId: "demo_credit",
    amount: CREDIT_MICROS,
    reason: "Credit to try Handset with.",
  });
  const { key } = await issueApiKey(ctx, {
    name: "Demo key",
    scopes: [...ALL_SCOPES],
    expiresAt: null,
  });
  return { accountId, apiKey: key };
}

/** A code for one phone, good for ten minutes. */
export async function createDemoPairingCode(accountId: string): Promise<string> {
  return (await createPairing(systemContext(getServices(), accountId))).code;
}
