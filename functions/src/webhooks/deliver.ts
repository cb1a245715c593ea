import type { Services } from "../context.ts";
import { type AttemptOutcome, attemptDelivery } from "./attempt.ts";
import { deferAttempt, type PlannedAttempt } from "./enqueue-attempt.ts";
import { createLanes } from "./lanes.ts";

export type DeliverWebhook = (planned: PlannedAttempt) => Promise<AttemptOutcome | "deferred">;

/** Runs attempts, a few at a time at each target; one too many is put off. */
export function createWebhookDeliverer(services: Services): DeliverWebhook {
  const lanes = createLanes();
  return async function deliverWebhook(planned) {
    const lane = await lanes.enter(planned.webhookId, planned.orderingKey);
    if (lane.kind === "deferred") {
      await deferAttempt(services, planned, lane.delayMs);
      return "deferred";
    }
    let outcome: AttemptOutcome = "none";
    try {
      outcome = await attemptDelivery(services, planned);
      return outcome;
    } finally {
      lane.leave(outcome);
    }
  };
}
