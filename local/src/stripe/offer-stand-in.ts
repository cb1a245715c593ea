import type { Closers, Core } from "../core.ts";
import { type StripeStandIn, startStripeStandIn } from "./stand-in.ts";

/** Starts the stand-in and tells the functions of it, unless they were given a key of Stripe's own; null then. */
export async function offerStripeStandIn(
  { storage, clock, log }: Pick<Core, "storage" | "clock" | "log">,
  closers: Closers,
): Promise<StripeStandIn | null> {
  if (process.env.STRIPE_SECRET_KEY !== undefined) return null;
  const standIn = await startStripeStandIn({ storage, clock, log });
  log("info", `Stripe stand-in: refunds and disputes at ${standIn.url}`);
  Object.assign(process.env, standIn.environment);
  closers.push(async () => {
    for (const name of Object.keys(standIn.environment)) delete process.env[name];
    await standIn.close();
  });
  return standIn;
}
