import { withTransaction } from "../context.ts";
import type { Battery, Network } from "../schema/device.ts";
import type { PhoneContext } from "./authenticate.ts";
import { readOwnDevice } from "./be-seen.ts";
import { updateDevice } from "./store.ts";

export interface Health {
  appVersion: string | null;
  battery: Battery | null;
  network: Network | null;
}

/** Records what a phone's ping tells. What it does not tell stays as it was known. */
export async function reportHealth(ctx: PhoneContext, health: Health): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await readOwnDevice(ctx, tx);
    updateDevice(ctx.db, tx, ctx.accountId, ctx.actor.id, {
      isOnline: true,
      lastSeenAt: ctx.now(),
      ...(health.appVersion !== null && { appVersion: health.appVersion }),
      ...(health.battery !== null && { battery: health.battery }),
      ...(health.network !== null && { network: health.network }),
    });
  });
}
