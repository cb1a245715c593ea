import type { PhoneLink } from "../schema/device.ts";

/** A wake-up makes the phone drop the pull that it is at, so it is given this long to pull before it is woken again. */
export const PULL_PATIENCE_MS = 5_000;
/** Between two wake-ups of a phone that has pulled. */
export const WAKE_INTERVAL_MS = 1_000;
/** A plan this much overdue was lost with its task. */
const OVERDUE_MS = 10_000;

export type WakeState = Pick<
  PhoneLink,
  "wokenAt" | "pulledAt" | "plannedAt" | "requestVersion" | "listedVersion"
>;

export type WakeDecision =
  | { kind: "wake" }
  /** Make this plan, then see that its task is enqueued. */
  | { kind: "plan"; at: Date }
  /** This very request made the plan: only its task may be missing. */
  | { kind: "planned"; at: Date }
  | { kind: "nothing" };

/**
 * What a request to wake a phone leads to. The first wake-up goes at once; the next waits until the phone has pulled and a second
 * has gone by, or five seconds. `version` is the request's commit time in microseconds.
 */
export function decideWake(state: WakeState, version: number, now: Date): WakeDecision {
  if (version < state.listedVersion) return { kind: "nothing" };
  if (state.plannedAt !== null && now.getTime() - state.plannedAt.getTime() < OVERDUE_MS) {
    return version === state.requestVersion
      ? { kind: "planned", at: state.plannedAt }
      : { kind: "nothing" };
  }
  if (state.plannedAt === null && version <= state.requestVersion) return { kind: "nothing" };
  const at = earliestWakeAt(state);
  return at <= now ? { kind: "wake" } : { kind: "plan", at };
}

/** Whether the task of the plan for `taskAt` must wake the phone: its plan still stands, or was brought forward. */
function isPlanDue({ plannedAt }: WakeState, taskAt: Date): boolean {
  return plannedAt !== null && plannedAt <= taskAt;
}

/**
 * What the task for `taskAt` leads to: a wake-up that was planned, or one for what was held back until then, unless the phone is at
 * the pull of another one.
 */
export function decidePlanned(
  state: WakeState & Pick<PhoneLink, "heldUntil">,
  taskAt: Date,
  now: Date,
): { kind: "wake" } | { kind: "plan"; at: Date } | { kind: "nothing" } {
  if (isPlanDue(state, taskAt)) return { kind: "wake" };
  if (state.heldUntil === null || state.heldUntil > taskAt) return { kind: "nothing" };
  const at = state.plannedAt ?? earliestWakeAt(state);
  return at <= now ? { kind: "wake" } : { kind: "plan", at };
}

/** Until when a pull leaves messages held back: never so soon that the phone would be woken out of this pull. */
export function decideHold(until: Date | null, now: Date): Date | null {
  return until && new Date(Math.max(until.getTime(), now.getTime() + WAKE_INTERVAL_MS));
}

function earliestWakeAt({ wokenAt, pulledAt }: WakeState): Date {
  if (wokenAt === null) return new Date(0);
  const hasPulled = pulledAt !== null && pulledAt >= wokenAt;
  return new Date(wokenAt.getTime() + (hasPulled ? WAKE_INTERVAL_MS : PULL_PATIENCE_MS));
}

export interface Pull {
  /** When the phone's request came in. */
  startedAt: Date;
  /** The moment, in microseconds of the database's clock, that the list shows. */
  readVersion: number;
  /** How many of the listed were listed for the first time. */
  newCount: number;
  /** Whether every message that waited was listed; `withheld`: the phone is paused, so none was. */
  extent: "all" | "page" | "withheld";
  /** The commit time, in microseconds, of the phone's newest wake request; looked up only where a wake-up is planned. */
  newestRequest: number;
}

export interface PullOutcome {
  changes: Partial<WakeState>;
  /** When the plan that there is now is for: enqueue its task. */
  planAt: Date | null;
}

/** What a pull leaves of the plan: a planned wake-up is dropped only when this pull has listed all that it was planned for. */
export function decideAfterPull(state: WakeState, pull: Pull, now: Date): PullOutcome {
  const { wokenAt, pulledAt, plannedAt } = state;
  const isWakePending = wokenAt !== null && (pulledAt === null || pulledAt < wokenAt);
  const answersWake = isWakePending && pull.startedAt >= wokenAt;
  const changes: Partial<WakeState> = {};
  if (answersWake) changes.pulledAt = pull.startedAt;
  if (pull.extent === "withheld") return { changes, planAt: null };
  if (pull.extent === "all") {
    if (answersWake || pull.newCount > 0) {
      changes.listedVersion = Math.max(state.listedVersion, pull.readVersion);
    }
    if (plannedAt === null) return { changes, planAt: null };
    if (pull.newestRequest < pull.readVersion) {
      return { changes: { ...changes, plannedAt: null }, planAt: null };
    }
  }
  // Woken while it pulled: it pulls again by itself, and that pull decides.
  if (isWakePending && !answersWake) return { changes, planAt: null };
  const since = answersWake ? wokenAt : pull.startedAt;
  const at = new Date(Math.max(now.getTime(), since.getTime() + WAKE_INTERVAL_MS));
  // Whoever made the plan may have died before its task was enqueued, under a name that is taken once.
  if (plannedAt !== null && plannedAt > now && plannedAt <= at) {
    return { changes, planAt: plannedAt };
  }
  return { changes: { ...changes, plannedAt: at }, planAt: at };
}
