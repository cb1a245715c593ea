import type { Services } from "../context.ts";
import { walkPages } from "../walk-pages.ts";
import { findOverdueDeliveries } from "./delivery-store.ts";
import { enqueueAgain } from "./enqueue-attempt.ts";

/** Longer than a busy target puts an attempt off. */
const PATIENCE_MS = 15 * 60_000;

/** Makes up for attempts whose task was lost. Returns how many it enqueued anew; one whose task still comes runs once all the same. */
export async function resumeOverdueDeliveries(
  services: Services,
  pageSize?: number,
): Promise<number> {
  const at = new Date(services.now().getTime() - PATIENCE_MS);
  let count = 0;
  await walkPages(
    (page) => findOverdueDeliveries(services.db, at, page),
    async ({ accountId, read }) => {
      await enqueueAgain(services, accountId, read());
      count += 1;
    },
    pageSize,
  );
  return count;
}
