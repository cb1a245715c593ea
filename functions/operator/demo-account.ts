import { getAuth } from "firebase-admin/auth";
import { openAccountForUser } from "../src/accounts/open-for-user.ts";
import { adjustBalance } from "../src/billing/adjust-balance.ts";
import { accountTerms } from "../src/config.ts";
import { systemContext } from "../src/context.ts";
import { createPairing } from "../src/devices/create-pairing.ts";
import { getServices } from "../src/services.ts";

/** A thousand of the currency. */
const CREDIT_MICROS = 1_000_000_000;

export interface DemoAccount {
  accountId: string;
  apiKey: string;
}

/** Opens an account with credit and a key that may do everything, owned by a person who can sign in with this password. */
export async function openDemoAccount(owner: {
  email: string;
  password: string;
}): Promise<DemoAccount> {
  const services = getServices();
  const { uid } = await getAuth().createUser({
    ...owner,
    displayName: "Demo",
    emailVerified: true,
  });
  const user = { uid, email: owner.email, name: "Demo" };
  const { accountId, key } = await openAccountForUser(services, user, accountTerms(), {
    name: "Demo",
    idempotencyKey: "demo",
  });
  await adjustBalance(systemContext(services, accountId), {
    entryId: "demo_credit",
    amount: CREDIT_MICROS,
    reason: "Credit to try Handset with.",
  });
  return { accountId, apiKey: key };
}

/** A code for one phone, good for ten minutes. */
export async function createDemoPairingCode(accountId: string): Promise<string> {
  return (await createPairing(systemContext(getServices(), accountId))).code;
}
