import { updateDevice } from "../src/devices/update.ts";
import { wakeAsPlanned } from "../src/devices/wake.ts";
import type { Device } from "../src/schema/device.ts";
import type { Message } from "../src/schema/message.ts";
import { paths } from "../src/schema/paths.ts";
import type { Harness } from "./harness.ts";
import { pairTestPhone, type TestPhone, type WireMessage } from "./phone.ts";

type Limits = { perMinute?: number | null; perDay?: number | null };

/** A phone with two SIMs, whose limits the server keeps. */
export interface LimitedPhone extends TestPhone {
  device(): Promise<Device>;
  /** Sets limits, by the SIM's slot. */
  limit(limits: Record<number, Limits>): Promise<unknown>;
  /** Makes so many messages wait for it, and returns their ids. */
  queueMessages(count: number, changes?: Partial<Message>): Promise<string[]>;
  /** Pulls, and reports that it holds what it was given. Returns what it was given. */
  pullAndHold(): Promise<WireMessage[]>;
  /** Turns the clock to each task in its turn, and has the phone pull when it is woken, and only then. Returns when each message went. */
  runFor(milliseconds: number): Promise<number[]>;
}

export async function pairLimitedPhone(harness: Harness): Promise<LimitedPhone> {
  const phone = await pairTestPhone(harness, {
    body: { simCards: [{ simNumber: 1 }, { simNumber: 2 }] },
  });

  async function pullAndHold(): Promise<WireMessage[]> {
    const listed = await phone.pull();
    for (const { id } of listed) await phone.report(id, "Pending");
    return listed;
  }

  return {
    ...phone,
    pullAndHold,
    device: async () => (await harness.read(paths.device(harness.accountId, phone.id))) as Device,
    limit(limits) {
      const sims = Object.entries(limits).map(([slot, given]) => ({
        slot: Number(slot),
        ...given,
      }));
      return updateDevice(harness.ctx, { deviceId: phone.id, sims });
    },
    async queueMessages(count, changes = {}) {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) {
        ids.push(
          await harness.addMessage({
            deviceId: phone.id,
            queuedFor: phone.id,
            createdAt: new Date(harness.now().getTime() - 1_000 + n),
            ...changes,
          }),
        );
      }
      return ids;
    },
    async runFor(milliseconds) {
      const until = harness.now().getTime() + milliseconds;
      const gone: number[] = [];
      const done = new Set<string>();
      for (;;) {
        const [task] = harness.tasks
          .filter(({ id, at }) => at !== null && at.getTime() <= until && !done.has(id))
          .sort((left, right) => (left.at?.getTime() ?? 0) - (right.at?.getTime() ?? 0));
        if (!task?.at) {
          harness.advance(until - harness.now().getTime());
          return gone;
        }
        done.add(task.id);
        harness.advance(Math.max(0, task.at.getTime() - harness.now().getTime()));
        const woken = await wakeAsPlanned(harness.services, {
          deviceId: phone.id,
          plannedAt: task.at,
        });
        if (woken !== "woken") continue;
        for (const _ of await pullAndHold()) gone.push(harness.now().getTime());
      }
    },
  };
}
