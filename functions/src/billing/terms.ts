import type { Micros } from "../schema/money.ts";

/** What whoever deploys decided about money. */
export interface BillingTerms {
  /** Off: sending costs nothing and no balance is looked at. */
  isOn: boolean;
  topUp: {
    /** Offered as they are. */
    amounts: readonly Micros[];
    min: Micros;
    max: Micros;
    /** Stripe writes an invoice for each. */
    hasInvoices: boolean;
  };
  /** The collection that the extension "Trigger Email" sends from; null: no mail. */
  mailCollection: string | null;
}

const UNIT = 1_000_000;

export const USUAL_TERMS: BillingTerms = {
  isOn: true,
  topUp: {
    amounts: [10 * UNIT, 25 * UNIT, 50 * UNIT, 100 * UNIT],
    min: 5 * UNIT,
    max: 1000 * UNIT,
    hasInvoices: false,
  },
  mailCollection: null,
};
