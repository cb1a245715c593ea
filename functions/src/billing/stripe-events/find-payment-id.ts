import { z } from "zod";

/** What all events have in common. */
export const StripeEvent = z.object({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean(),
  data: z.object({ object: z.looseObject({ id: z.string(), object: z.string() }) }),
});
export type StripeEvent = z.infer<typeof StripeEvent>;

const Reference = z.object({
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
});

/** The payment that an event's object is about, or null where it is about none. */
export function findPaymentId({ data: { object } }: StripeEvent): string | null {
  if (object.object === "payment_intent") return object.id;
  const { payment_intent: intent } = Reference.parse(object);
  return (typeof intent === "object" ? intent?.id : intent) ?? null;
}
