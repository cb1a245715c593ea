/** Attempts that may run at one target at a time, in this instance. */
const BUSY_MAX = 32;
/** Where the last attempt failed: a target that hangs holds few places, so that it delays nobody else. */
const FAILING_MAX = 4;
/** Attempts that may wait for an earlier one of the same subject. */
const QUEUE_MAX = 3;

export interface Lane {
  /** To be called once, with how the attempt went. */
  leave(outcome: "through" | "failed" | "none"): void;
}

/** Shares out places at targets. Nothing is kept beyond the instance: a place that is refused means to come again later. */
export function createLanes() {
  const targets = new Map<string, { running: number; isFailing: boolean }>();
  const queues = new Map<string, { tail: Promise<void>; length: number }>();

  /** Takes a place, after whatever runs of the same subject; null when there is none. */
  async function enter(targetId: string, subject: string): Promise<Lane | null> {
    const target = targets.get(targetId) ?? { running: 0, isFailing: false };
    const key = `${targetId} ${subject}`;
    const queue = queues.get(key) ?? { tail: Promise.resolve(), length: 0 };
    if (target.running >= (target.isFailing ? FAILING_MAX : BUSY_MAX)) return null;
    if (queue.length > QUEUE_MAX) return null;

    target.running += 1;
    targets.set(targetId, target);
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = queue.tail;
    queue.tail = promise;
    queue.length += 1;
    queues.set(key, queue);
    await before;
    return {
      leave(outcome) {
        target.running -= 1;
        queue.length -= 1;
        if (outcome !== "none") target.isFailing = outcome === "failed";
        if (target.running === 0 && !target.isFailing) targets.delete(targetId);
        if (queue.length === 0) queues.delete(key);
        resolve();
      },
    };
  }
  return { enter };
}

export type Lanes = ReturnType<typeof createLanes>;
