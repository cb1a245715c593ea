import type { Context, Transaction } from "../context.ts";
import type { PhoneLink } from "../schema/device.ts";
import { findLink, readNewestRequest, updateLink } from "./link-store.ts";
import { decideAfterPull, decideHold, type Pull } from "./wake-plan.ts";

export interface NotedPull extends Omit<Pull, "newestRequest"> {
  /** When to list what a limit or a full page left out; null: nothing was. */
  heldUntil: Date | null;
  /** What was handed over by now; null: it is not counted. */
  releases: PhoneLink["releases"] | null;
}

export interface PullNote<T extends NotedPull> {
  pull: T;
  /** When to wake the phone for more. */
  planAt: Date | null;
  /** When to wake the phone for what was left out. */
  heldUntil: Date | null;
  write(): void;
}

/**
 * Decides what a pull leaves of the wake plan; `write` puts it down. `handOver` says what is handed over, by what was before. Reads, so
 * it comes before any write of `tx`; null: no such phone.
 */
export async function notePull<T extends NotedPull>(
  ctx: Context,
  tx: Transaction,
  deviceId: string,
  handOver: (before: PhoneLink["releases"]) => T,
): Promise<PullNote<T> | null> {
  const link = await findLink(ctx.db, deviceId, tx);
  if (link === null) return null;
  const newestRequest = link.plannedAt === null ? 0 : await readNewestRequest(ctx.db, tx, deviceId);
  const now = ctx.now();
  const pull = handOver(link.releases);
  const outcome = decideAfterPull(link, { ...pull, newestRequest }, now);
  const heldUntil = decideHold(pull.heldUntil, now);
  const changes: Partial<PhoneLink> = {
    ...outcome.changes,
    ...(heldUntil?.getTime() !== link.heldUntil?.getTime() && { heldUntil }),
    ...(pull.releases && { releases: pull.releases }),
  };
  return {
    pull,
    planAt: outcome.planAt,
    heldUntil,
    write() {
      if (Object.keys(changes).length > 0) updateLink(ctx.db, tx, deviceId, changes);
    },
  };
}
