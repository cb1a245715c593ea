import type { Services } from "../context.ts";
import { runAll } from "../run-all.ts";
import { findOverdueDeliveries } from "./delivery-store.ts";
import { enqueueAgain } from "./enqueue-attempt.ts";

/** Longer than a busy target puts an attempt off. */
const PATIENCE_MS = 15 * 60_000;
const DELIVERIES_MAX = 500;

/** Makes up for attempts whose task was lost. Returns how many it enqueued anew; one whose task still comes runs once all the same. */
export async function resumeOverdueDeliveries(services: Services): Promise<number> {
  const at = new Date(services.now().getTime() - PATIENCE_MS);
  const overdue = await findOverdueDeliveries(services.db, { at, limit: DELIVERIES_MAX });
  await runAll(overdue, ({ accountId, ...stored }) => enqueueAgain(services, accountId, stored));
  return overdue.length;
}
