import { USUAL_TERMS } from "../src/billing/terms.ts";
import { wakeAsPlanned } from "../src/devices/wake.ts";
import { createMessageAcceptor } from "../src/messages/accept.ts";
import { createAcceptInput } from "./factories.ts";
import type { Harness } from "./harness.ts";
import { pairTestPhone, type TestPhone } from "./phone.ts";

/** A phone for which texts come in, and whose wake-ups are counted. */
export interface WakeablePhone extends TestPhone {
  /** Accepts a text that this phone is to send. */
  queueText(): Promise<unknown>;
  /** How often it was woken. */
  wakeCount(): Promise<number>;
}

export async function pairWakeablePhone(harness: Harness): Promise<WakeablePhone> {
  const phone = await pairTestPhone(harness);
  const accept = createMessageAcceptor(harness.services, USUAL_TERMS);
  return {
    ...phone,
    queueText: () => accept(harness.ctx, createAcceptInput({ deviceId: phone.id })),
    wakeCount: async () => (await phone.link())?.signals.MessageEnqueued ?? 0,
  };
}

/** Runs the wake-ups whose time has come, each twice, as a queue may. */
export async function runWakeTasks({ services, tasks, now }: Harness): Promise<void> {
  const due = tasks.filter(({ at }) => at === null || at <= now());
  for (const { payload } of [...due, ...due]) {
    const { deviceId, plannedAt } = payload as { deviceId: string; plannedAt: string };
    await wakeAsPlanned(services, { deviceId, plannedAt: new Date(plannedAt) });
  }
}
