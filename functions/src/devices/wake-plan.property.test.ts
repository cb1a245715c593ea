import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPhoneLink } from "../../testing/factories.ts";
import { decideAfterPull, decideHold, decidePlanned, decideWake } from "./wake-plan.ts";

const T0 = new Date("2026-11-22T08:00:00.000Z").getTime();
const at = (milliseconds: number) => new Date(T0 + milliseconds);

/** Phone, triggers and tasks as they may come: late, twice, out of order. */
class Machine {
  now = 0;
  clock = 0;
  link = createPhoneLink();
  unlisted = new Map<number, number>();
  newestRequest = 0;
  events: number[] = [];
  tasks: number[] = [];
  /** The names of tasks that have run: nothing is enqueued under them again. */
  spent = new Set<number>();
  /** Whether the process dies before it next enqueues a task. */
  isDying = false;
  wakes: { at: number; hadPulled: boolean }[] = [];
  /** Wake-ups that the phone has not answered by beginning a pull. */
  isPhoneCalled = false;
  pulls: { startedAt: number; readVersion: number; listed: number[]; isFull: boolean }[] = [];
  pageSize: number;
  /** So many are handed over in ten seconds at most. */
  limit: number;
  releases: number[] = [];

  constructor(pageSize: number, limit = Infinity) {
    this.pageSize = pageSize;
    this.limit = limit;
  }

  accept(): void {
    this.clock += 1;
    this.unlisted.set(this.clock, this.now);
    this.newestRequest = this.clock;
    this.events.push(this.clock);
  }

  deliver(index: number, isTwice: boolean): void {
    const version = this.events[index % Math.max(1, this.events.length)];
    if (version === undefined) return;
    const decision = decideWake(this.link, version, at(this.now));
    if (decision.kind === "wake") this.wake(Math.max(this.link.requestVersion, version));
    if (decision.kind === "plan") {
      this.link = { ...this.link, plannedAt: decision.at, requestVersion: version };
    }
    if (decision.kind === "plan" || decision.kind === "planned") {
      if (!this.enqueue(decision.at)) return;
    }
    if (!isTwice) this.events.splice(this.events.indexOf(version), 1);
  }

  fire(): void {
    const due = Math.min(...this.tasks);
    if (this.tasks.length === 0 || due > this.now) return;
    const decision = decidePlanned(this.link, at(due), at(this.now));
    if (decision.kind === "plan") {
      this.link = { ...this.link, plannedAt: decision.at };
      if (!this.enqueue(decision.at)) return; // Answered with an error, the task comes again.
    }
    this.tasks.splice(this.tasks.indexOf(due), 1);
    this.spent.add(due);
    if (decision.kind !== "wake") return;
    const { heldUntil } = this.link;
    if (heldUntil !== null && heldUntil <= at(due)) this.link = { ...this.link, heldUntil: null };
    this.wake(Math.max(this.link.requestVersion, this.newestRequest));
  }

  beginPull(): void {
    this.clock += 1;
    this.isPhoneCalled = false;
    const listed = [...this.unlisted.keys()].slice(0, this.pageSize);
    const isFull = listed.length === this.pageSize;
    this.pulls.push({ startedAt: this.now, readVersion: this.clock, listed, isFull });
  }

  endPull(): void {
    const pull = this.pulls.shift();
    if (pull === undefined) return;
    // A message that another pull marked in between makes this one read anew.
    const waiting = pull.listed.filter((version) => this.unlisted.has(version));
    const listed = waiting.slice(0, this.room());
    for (const version of listed) {
      this.unlisted.delete(version);
      this.releases.push(this.now);
    }
    const isHeld = this.room() < 1 && (pull.isFull || listed.length < waiting.length);
    const heldUntil = decideHold(isHeld ? at(this.opensAt()) : null, at(this.now));
    const outcome = decideAfterPull(
      this.link,
      {
        startedAt: at(pull.startedAt),
        readVersion: pull.readVersion,
        newCount: listed.length,
        extent: pull.isFull && !isHeld ? "page" : "all",
        newestRequest: this.newestRequest,
      },
      at(this.now),
    );
    this.link = { ...this.link, ...outcome.changes, heldUntil };
    for (const time of [outcome.planAt, heldUntil]) {
      if (time === null || this.enqueue(time)) continue;
      this.isPhoneCalled = true; // Not answered, it pulls again by itself.
      return;
    }
  }

  room(): number {
    return this.limit - this.releases.filter((time) => time + 10_000 > this.now).length;
  }

  opensAt(): number {
    return (this.releases.at(-this.limit) ?? 0) + 10_000;
  }

  wake(requestVersion: number): void {
    const { wokenAt, pulledAt } = this.link;
    this.wakes.push({
      at: this.now,
      hadPulled: wokenAt === null || (pulledAt !== null && pulledAt >= wokenAt),
    });
    this.link = { ...this.link, wokenAt: at(this.now), plannedAt: null, requestVersion };
    this.isPhoneCalled = true;
  }

  /** False: the process died instead. */
  enqueue(plannedAt: Date): boolean {
    const isDying = this.isDying;
    this.isDying = false;
    if (isDying) return false;
    const time = plannedAt.getTime() - T0;
    if (!this.tasks.includes(time) && !this.spent.has(time)) this.tasks.push(time);
    return true;
  }

  /** Lets everything that is under way come to its end, with a phone that answers each wake-up. */
  settle(): void {
    for (let round = 0; round < 2_000; round += 1) {
      while (this.pulls.length > 0) this.endPull();
      if (this.events.length > 0) this.deliver(0, false);
      else if (this.isPhoneCalled) this.beginPull();
      else if (this.tasks.length > 0) {
        this.now = Math.max(this.now, Math.min(...this.tasks));
        this.fire();
      } else return;
    }
    throw new Error("It never comes to rest.");
  }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant((machine: Machine) => machine.accept()) },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.nat(20), fc.boolean()).map(
      ([index, isTwice]) =>
        (machine: Machine) =>
          machine.deliver(index, isTwice),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 3_000 }).map((ms) => (machine: Machine) => {
      machine.now += ms;
    }),
  },
  { weight: 3, arbitrary: fc.constant((machine: Machine) => machine.fire()) },
  { weight: 3, arbitrary: fc.constant((machine: Machine) => machine.beginPull()) },
  { weight: 3, arbitrary: fc.constant((machine: Machine) => machine.endPull()) },
  {
    weight: 1,
    arbitrary: fc.constant((machine: Machine) => {
      machine.isDying = true;
    }),
  },
);

describe("the wake plan under any interleaving", () => {
  test("lists every message to a phone that answers its wake-ups, and keeps wake-ups apart", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 3, Infinity),
        (steps, pageSize, limit) => {
          const machine = new Machine(pageSize, limit);
          for (const run of steps) run(machine);
          machine.settle();
          expect([...machine.unlisted.keys()]).toEqual([]);
          machine.wakes.forEach((wake, index) => {
            const gap = wake.at - (machine.wakes[index - 1]?.at ?? Number.NEGATIVE_INFINITY);
            expect(gap).toBeGreaterThanOrEqual(wake.hadPulled ? 1_000 : 5_000);
          });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("makes one wake-up of a burst that the phone pulls in one go", () => {
    const machine = new Machine(100);
    for (let sent = 0; sent < 50; sent += 1) machine.accept();
    machine.settle();
    expect(machine.wakes).toHaveLength(1);
  });
});
