import { expect, onTestFinished } from "vitest";
import { auditBalances } from "../src/billing/audit.ts";
import { type ApiCaller, createApiCaller } from "./api.ts";
import { createHarness, type Harness } from "./harness.ts";
import { createStripeHarness, type StripeHarness } from "./stripe.ts";

/** What the top-ups of a test are of, in micros, unless it says otherwise. */
export const TEN = 10_000_000;

export interface Payer extends ApiCaller {
  /** Returns the address of the page to pay on. */
  startTopUp(more?: object): Promise<string>;
}

/** An account without money, with the API and Stripe's stand-in to get some by, until the test is over. */
export async function createPayer(): Promise<{
  harness: Harness;
  stripe: StripeHarness;
  api: Payer;
}> {
  const harness = await createHarness({ balance: 0 });
  const stripe = await createStripeHarness(harness);
  onTestFinished(() => stripe.close());
  const api = await createApiCaller(harness, stripe.app);
  return {
    ...{ harness, stripe },
    api: {
      ...api,
      async startTopUp(more = {}) {
        const { status, body } = await api.call("/top-ups", { body: { amount: TEN, ...more } });
        expect(status).toBe(201);
        return body.checkout_url;
      },
    },
  };
}

export async function booksAreRight({ services, accountId }: Harness): Promise<void> {
  const { differences } = await auditBalances(services, accountId);
  expect(differences).toEqual([]);
}
