import type { Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { isEventKnown } from "./payment-store.ts";
import type { Payments } from "./payments.ts";
import { askStripe, isMissing } from "./stripe-client.ts";
import { StripeEvent } from "./stripe-events/find-payment-id.ts";
import { HANDLERS, isHandled } from "./stripe-events/handlers.ts";
import type { BillingTerms } from "./terms.ts";

/** How old a signature may be. */
const TOLERANCE_SECONDS = 300;

export interface StripeDelivery {
  /** As it came, byte for byte. */
  body: string;
  signature: string | undefined;
}

/** Takes what Stripe sent. An event that is known, of another application or of no account is answered like any other. */
export async function takeStripeEvent(
  services: Services,
  { payments, terms }: { payments: Payments; terms: BillingTerms },
  delivery: StripeDelivery,
): Promise<void> {
  const event = readEvent(services, payments, delivery);
  if (!isHandled(event.type) || (await isEventKnown(services.db, event.id))) return;
  const handle = HANDLERS[event.type];
  const outcome = await askStripe(() => handle(services, { payments, terms }, event)).catch(
    (error) => {
      if (isMissing(error)) return "foreign" as const;
      throw error;
    },
  );
  const isOdd = outcome === "unknown_account" || outcome === "wrong_currency";
  services.log[isOdd ? "error" : "info"]("stripe_event", {
    eventId: event.id,
    eventType: event.type,
    outcome,
  });
}

function readEvent(
  { now }: Services,
  { stripe, webhookSecret, isLive }: Payments,
  { body, signature }: StripeDelivery,
): StripeEvent {
  if (webhookSecret === null) throw new Error("This function takes no webhooks.");
  const event = StripeEvent.safeParse(verify(webhookSecret));
  if (!event.success) throw refused("The body is no event of Stripe.");
  if (event.data.livemode !== isLive) {
    throw refused(`The event is ${isLive ? "a test" : "live"}, and this deployment is not.`);
  }
  return event.data;

  function verify(secret: string): unknown {
    try {
      return stripe.webhooks.constructEvent(
        ...([body, signature ?? "", secret, TOLERANCE_SECONDS] as const),
        undefined,
        now().getTime(),
      );
    } catch (error) {
      throw refused(
        "Sign the body as Stripe does, with the endpoint's secret, at this time.",
        error,
      );
    }
  }
}

function refused(message: string, cause?: unknown): GatewayError {
  return new GatewayError("invalid_signature", message, { cause });
}
