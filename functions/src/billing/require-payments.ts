import { GatewayError } from "../errors.ts";
import type { Payments } from "./payments.ts";
import type { BillingTerms } from "./terms.ts";

export function requirePayments(
  payments: Payments | null,
  { isOn }: Pick<BillingTerms, "isOn">,
): Payments {
  if (!isOn) throw new GatewayError("payments_off", "Nothing is to be paid: sending is free here.");
  if (payments !== null) return payments;
  throw new GatewayError(
    "payments_off",
    "Ask who runs this server to top the account up: it takes no payments.",
  );
}
