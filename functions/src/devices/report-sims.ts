import { withTransaction } from "../context.ts";
import type { PhoneContext } from "./authenticate.ts";
import { readOwnDevice } from "./be-seen.ts";
import { markSeen } from "./presence.ts";
import { isSameSims, mergeSims, type ReportedSim } from "./sims.ts";
import { updateDevice } from "./store.ts";

/** Records the SIMs that a phone has, as it tells when its app starts. */
export async function reportSims(ctx: PhoneContext, reported: ReportedSim[]): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const device = await readOwnDevice(ctx, tx);
    const sims = mergeSims(device.sims, reported);
    const changes = {
      ...markSeen(device, ctx.now()),
      ...(!isSameSims(sims, device.sims) && { sims }),
    };
    if (Object.keys(changes).length === 0) return;
    updateDevice(ctx.db, tx, ctx.accountId, ctx.actor.id, changes);
  });
}
