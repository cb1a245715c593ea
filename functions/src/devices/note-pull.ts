import type { Context, Transaction } from "../context.ts";
import { findLink, readNewestRequest, updateLink } from "./link-store.ts";
import { decideAfterPull, type Pull, type PullOutcome } from "./wake-plan.ts";

/** Decides what a pull leaves of the wake plan; `write` puts it down. Reads, so it comes before any write of `tx`; null: no such phone. */
export async function notePull(
  ctx: Context,
  tx: Transaction,
  deviceId: string,
  pull: Omit<Pull, "newestRequest">,
): Promise<{ outcome: PullOutcome; write(): void } | null> {
  const link = await findLink(ctx.db, deviceId, tx);
  if (link === null) return null;
  const newestRequest = link.plannedAt === null ? 0 : await readNewestRequest(ctx.db, tx, deviceId);
  const outcome = decideAfterPull(link, { ...pull, newestRequest }, ctx.now());
  return {
    outcome,
    write() {
      if (Object.keys(outcome.changes).length > 0) {
        updateLink(ctx.db, tx, deviceId, outcome.changes);
      }
    },
  };
}
