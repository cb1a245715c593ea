/** Attempts that run at one target at a time, in this instance. */
const RUNNING_MAX = 32;
/** Attempts that wait here for a place at a target that answers. */
const WAITING_MAX = 100;
/** Where the last attempt failed: a target that hangs holds few places, so that it delays nobody else. */
const FAILING_MAX = 4;
/** Attempts that wait for an earlier one of the same subject. */
const SUBJECT_WAITING_MAX = 3;

export interface Lane {
  /** To be called once, with how the attempt went. */
  leave(outcome: "through" | "failed" | "none"): void;
}

interface Target {
  /** Running or waiting. */
  entered: number;
  running: number;
  isFailing: boolean;
  waiting: ((hasPlace: boolean) => void)[];
}

/** Shares out places at targets. Nothing outlives the instance: who gets none has to come again later. */
export function createLanes() {
  const targets = new Map<string, Target>();
  const subjects = new Map<string, { tail: Promise<void>; length: number }>();

  /** Takes a place, after whatever came before of the same subject; null when there is none to be had soon. */
  async function enter(targetId: string, subjectId: string): Promise<Lane | null> {
    const target = targets.get(targetId) ?? newTarget();
    const key = `${targetId} ${subjectId}`;
    const subject = subjects.get(key) ?? { tail: Promise.resolve(), length: 0 };
    const enteredMax = target.isFailing ? FAILING_MAX : RUNNING_MAX + WAITING_MAX;
    if (target.entered >= enteredMax || subject.length > SUBJECT_WAITING_MAX) return null;

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
      if (target.entered === 0 && !target.isFailing) targets.delete(targetId);
      if (subject.length === 0) subjects.delete(key);
      turn.resolve();
    };
    await previous;
    if (!(await takePlace(target))) {
      end();
      return null;
    }
    return {
      leave(outcome) {
        if (outcome !== "none") target.isFailing = outcome === "failed";
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
  return { entered: 0, running: 0, isFailing: false, waiting: [] };
}

function takePlace(target: Target): Promise<boolean> | boolean {
  if (target.running < (target.isFailing ? FAILING_MAX : RUNNING_MAX)) {
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
