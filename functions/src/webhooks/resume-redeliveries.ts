import type { Services } from "../context.ts";
import { walkPages } from "../walk-pages.ts";
import { enqueuePartAgain, PART_PATIENCE_MS } from "./redeliver-failed.ts";
import { findOverdueRedeliveries } from "./store.ts";

/** Makes up for runs of `redeliverFailed` whose task was lost. A task that still comes takes nothing twice. */
export async function resumeRedeliveries(services: Services, pageSize?: number): Promise<void> {
  const at = new Date(services.now().getTime() - PART_PATIENCE_MS);
  await walkPages(
    (page) => findOverdueRedeliveries(services.db, at, page),
    async ({ accountId, read }) => {
      const { id, webhook } = read();
      if (webhook.redelivery === null) return;
      const stored = { accountId, webhookId: id, run: webhook.redelivery };
      await enqueuePartAgain(services, stored);
      services.log.warn("redelivery_resumed", { accountId, webhookId: id });
    },
    pageSize,
  );
}
