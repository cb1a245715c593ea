import type { Room } from "../devices/room.ts";
import type { ReadMessage } from "./phone-store.ts";

/** Expired messages that were read in the place of others are ended within this time. */
const SWEEP_MS = 60_000;

/** What waits for one SIM of a phone, or for any of them. */
export interface Waiting {
  slot: number | null;
  /** Without those that have run out of time. */
  messages: ReadMessage[];
  /** More may wait that was not read. */
  isCut: boolean;
}

export interface ReleaseDecision {
  /** With the SIM that each goes by. */
  released: ReadMessage[];
  /** Whether more could be released at once. */
  hasMore: boolean;
  /** When there is room for the first of what is held back; null: nothing is. */
  heldUntil: Date | null;
}

/** Takes from `room` for as many as it has room for, by priority, then by age. A SIM without room holds up no other. */
export function decideRelease(
  waiting: readonly Waiting[],
  room: Room,
  { max, now }: { max: number; now: Date },
): ReleaseDecision {
  const released = new Map<string, ReadMessage>();
  for (const candidate of inTurn(waiting.flatMap(({ messages }) => messages))) {
    const { simSlot } = candidate.message;
    if (released.size >= max) break;
    if (room.left(simSlot) < 1) continue;
    const sim = room.take(simSlot);
    const by = sim === null ? {} : { simSlot: sim.slot, from: sim.number };
    released.set(candidate.id, { ...candidate, message: { ...candidate.message, ...by } });
  }
  let hasMore = false;
  const openings: number[] = [];
  for (const { slot, messages, isCut } of waiting) {
    const releasedCount = messages.filter(({ id }) => released.has(id)).length;
    if (releasedCount === messages.length && !isCut) continue;
    if (room.left(slot) < 1) openings.push(room.opensAt(slot).getTime());
    else if (messages.length > 0) hasMore = true;
    else openings.push(now.getTime() + SWEEP_MS);
  }
  return {
    released: [...released.values()],
    hasMore,
    heldUntil: openings.length === 0 ? null : new Date(Math.min(...openings)),
  };
}

function inTurn(messages: ReadMessage[]): ReadMessage[] {
  return messages.toSorted(
    ({ message: left }, { message: right }) =>
      right.priority - left.priority || left.createdAt.getTime() - right.createdAt.getTime(),
  );
}
