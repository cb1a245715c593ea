/** Attempts that run at one target at a time, in this instance. */
const RUNNING_MAX = 32;
/** Attempts that wait here for a place at a target that answers. */
const WAITING_MAX = 100;
/** Where the last attempt failed: a target that hangs holds few places, so that it delays nobody else. */
const FAILING_MAX = 4;
/** Attempts that wait for an earlier one of the same subject. */
const SUBJECT_WAITING_MAX = 3;
/** How soon and how late who gets no place may come again, in milliseconds. */
const DELAY_MS_MIN = 500;
const DELAY_MS_MAX = 300_000;

export interface Lane {
  kind: "entered";
  /** To be called once, with how the attempt went. */
  leave(outcome: "through" | "failed" | "none"): void;
}

/** There is no place to be had soon. */
export interface Deferral {
  kind: "deferred";
  delayMs: number;
}

interface Target {
  /** Running or waiting. */
  entered: number;
  running: number;
  isFailing: boolean;
  waiting: ((hasPlace: boolean) => void)[];
  /** How long an attempt takes, as a moving average. */
  durationMs: number;
  /** When the next one that is put off may come, so that they come as quickly as the target takes them. */
  nextSlotAt: number;
}

/** Shares out places at targets. Nothing outlives the instance: who gets none comes again later. `clock` gives milliseconds. */
export function createLanes(clock: () => number = () => performance.now()) {
  const targets = new Map<string, Target>();
  const subjects = new Map<string, { tail: Promise<void>; length: number }>();

  /** Takes a place, after whatever came before of the same subject. */
  async function enter(targetId: string, subjectId: string): Promise<Lane | Deferral> {
    const target = targets.get(targetId) ?? newTarget();
    const key = `${targetId} ${subjectId}`;
    const subject = subjects.get(key) ?? { tail: Promise.resolve(), length: 0 };
    const enteredMax = target.isFailing ? FAILING_MAX : RUNNING_MAX + WAITING_MAX;
    if (target.entered >= enteredMax || subject.length > SUBJECT_WAITING_MAX) {
      return defer(target, clock());
    }

    const turn = Promise.withResolvers<void>();
    const previous = subject.tail;
    targets.set(targetId, target);
    subjects.set(key, subject);
    target.entered += 1;
    subject.length += 1;
    subject.tail = turn.promise;
    const end = () => {
      target.entered -= 1;
      subject.length -= 1;
      if (target.entered === 0 && isForgettable(target, clock())) targets.delete(targetId);
      if (subject.length === 0) subjects.delete(key);
      turn.resolve();
    };
    await previous;
    if (!(await takePlace(target))) {
      end();
      return defer(target, clock());
    }
    const startedAt = clock();
    return {
      kind: "entered",
      leave(outcome) {
        if (outcome !== "none") target.isFailing = outcome === "failed";
        target.durationMs += (clock() - startedAt - target.durationMs) / 8;
        target.running -= 1;
        passOn(target);
        end();
      },
    };
  }
  return { enter };
}

export type Lanes = ReturnType<typeof createLanes>;

function newTarget(): Target {
  const nothing = { entered: 0, running: 0, durationMs: 0, nextSlotAt: 0 };
  return { ...nothing, isFailing: false, waiting: [] };
}

function isForgettable({ isFailing, nextSlotAt }: Target, now: number): boolean {
  return !isFailing && nextSlotAt <= now;
}

function placesOf({ isFailing }: Target): number {
  return isFailing ? FAILING_MAX : RUNNING_MAX;
}

function takePlace(target: Target): Promise<boolean> | boolean {
  if (target.running < placesOf(target)) {
    target.running += 1;
    return true;
  }
  if (target.isFailing) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  target.waiting.push(resolve);
  return promise;
}

/** Whoever waits longest goes next; at a target that has begun to fail nobody waits. */
function passOn(target: Target): void {
  if (target.isFailing) {
    for (const refuse of target.waiting.splice(0)) refuse(false);
    return;
  }
  const next = target.waiting.shift();
  if (next === undefined) return;
  target.running += 1;
  next(true);
}

/** One after the other, as far apart as attempts end at this target. */
function defer(target: Target, now: number): Deferral {
  const at = Math.max(now + DELAY_MS_MIN, target.nextSlotAt);
  target.nextSlotAt = at + target.durationMs / placesOf(target);
  const delayMs = at - now;
  if (delayMs <= DELAY_MS_MAX) return { kind: "deferred", delayMs };
  target.nextSlotAt = at;
  return { kind: "deferred", delayMs: DELAY_MS_MAX * (0.5 + Math.random() / 2) };
}
