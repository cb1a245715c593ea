import { takeStripeEvent } from "../billing/take-stripe-event.ts";
import { GatewayError } from "../errors.ts";
import type { Api, ApiDependencies } from "./route.ts";

export const STRIPE_WEBHOOK_PATH = "/api/v1/stripe/webhook";

/** Where Stripe sends its events. Not in the description: nobody else may call it. */
export function registerStripeWebhook(
  app: Api,
  { services, payments, billing }: Pick<ApiDependencies, "services" | "payments" | "billing">,
): void {
  app.post(STRIPE_WEBHOOK_PATH, async (c) => {
    if (payments === null) {
      throw new GatewayError("payments_off", "Set the secret STRIPE_SECRET_KEY.");
    }
    const delivery = { body: await c.req.text(), signature: c.req.header("Stripe-Signature") };
    await takeStripeEvent(services, { payments, terms: billing }, delivery);
    return c.json({ received: true }, 200);
  });
}
