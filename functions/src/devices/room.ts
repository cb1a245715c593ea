import type { Device, PhoneLink, ReachedCap, Release, Sim } from "../schema/device.ts";
import { addRelease, countReleases, DAY, MINUTE, opensAt, type Span } from "./releases.ts";

type Limits = Pick<Device, "pacing" | "simPacing" | "sims">;
type Releases = PhoneLink["releases"];

/** A limit, and what counts against it. */
interface Gate {
  span: Span;
  limit: number;
  releases: readonly Release[];
}

/** The releases' key where the phone chooses the SIM. */
const ANY = "0";

/** Whether the server keeps a limit of this phone: one that the phone's app cannot keep. */
export function isLimited(device: Pick<Device, "pacing" | "simPacing">): boolean {
  return phoneLimitOf(device) !== null || Object.keys(device.simPacing).length > 0;
}

/** What a phone's limits leave to be handed over now. A message's slot is null where it may go by any SIM. */
export class Room {
  #releases: Releases;
  readonly #limits: Limits;
  readonly #now: Date;

  constructor(limits: Limits, releases: Releases, now: Date) {
    this.#limits = limits;
    this.#releases = releases;
    this.#now = now;
  }

  /** With what was taken since. */
  get releases(): Releases {
    return this.#releases;
  }

  /** How many more; `Infinity` where there is no limit. */
  left(slot: number | null): number {
    const ofPhone = this.#left(this.#phoneGates());
    if (slot !== null) return Math.min(ofPhone, this.#left(this.#simGates(slot)));
    const sims = this.#simsToChooseFrom();
    if (sims.length === 0) return ofPhone;
    return Math.min(
      ofPhone,
      sims.reduce((sum, sim) => sum + this.#left(this.#simGates(sim.slot)), 0),
    );
  }

  /** When there is room for one more. */
  opensAt(slot: number | null): Date {
    const ofPhone = this.#opening(this.#phoneGates())?.getTime() ?? 0;
    const slots = slot === null ? this.#simsToChooseFrom().map((sim) => sim.slot) : [slot];
    const openings = slots.map((one) => this.#opening(this.#simGates(one))?.getTime() ?? 0);
    const first = openings.length === 0 ? 0 : Math.min(...openings);
    return new Date(Math.max(this.#now.getTime(), ofPhone, first));
  }

  /** Counts one more. Returns the SIM that was chosen for it; null: the message named one, or the phone chooses. */
  take(slot: number | null): Sim | null {
    const chosen = slot === null ? this.#choose() : null;
    const key = String(slot ?? chosen?.slot ?? ANY);
    const before = this.#releases[key];
    const after = {
      minute: addRelease(before?.minute ?? [], MINUTE, this.#now),
      day: addRelease(before?.day ?? [], DAY, this.#now),
    };
    this.#releases = { ...this.#releases, [key]: after };
    return chosen;
  }

  /** The limits a day that are used up. */
  reachedCaps(): ReachedCap[] {
    const slots = Object.keys(this.#limits.simPacing).map(Number).sort();
    const all = [
      ...slots.map((slot) => ({ slot, gates: this.#simGates(slot) })),
      { slot: null, gates: this.#phoneGates() },
    ];
    return all.flatMap(({ slot, gates }) => {
      const gate = gates.find(({ span }) => span === DAY);
      const until = gate && this.#opening([gate]);
      return until ? [{ slot, sent: countReleases(gate.releases, DAY, this.#now), until }] : [];
    });
  }

  /** The SIM with the most left of its day, then with the fewest sent: those with equal caps take turns. */
  #choose(): Sim | null {
    const ranked = this.#simsToChooseFrom()
      .map((sim) => ({ sim, gates: this.#simGates(sim.slot) }))
      .filter(({ gates }) => this.#left(gates) > 0)
      .map(({ sim, gates }) => ({
        sim,
        leftOfDay: this.#left(gates.filter(({ span }) => span === DAY)),
        sent: countReleases(this.#releases[sim.slot]?.day ?? [], DAY, this.#now),
      }))
      .sort((one, other) =>
        one.leftOfDay === other.leftOfDay
          ? one.sent - other.sent
          : one.leftOfDay < other.leftOfDay
            ? 1
            : -1,
      );
    return ranked[0]?.sim ?? null;
  }

  #simsToChooseFrom(): Sim[] {
    const { sims, simPacing } = this.#limits;
    return Object.keys(simPacing).length > 0 ? sims : [];
  }

  #simGates(slot: number): Gate[] {
    const { perMinute = null, perDay = null } = this.#limits.simPacing[slot] ?? {};
    const { minute, day } = this.#releases[slot] ?? { minute: [], day: [] };
    return [...gateOf(MINUTE, perMinute, minute), ...gateOf(DAY, perDay, day)];
  }

  #phoneGates(): Gate[] {
    const releases = Object.values(this.#releases).flatMap(({ day }) => day);
    return gateOf(DAY, phoneLimitOf(this.#limits), releases);
  }

  #left(gates: Gate[]): number {
    const left = gates.map(
      ({ span, limit, releases }) => limit - countReleases(releases, span, this.#now),
    );
    return Math.max(0, Math.min(...left));
  }

  /** Null: open now. */
  #opening(gates: Gate[]): Date | null {
    const times = gates
      .map(({ span, limit, releases }) => opensAt(releases, span, limit, this.#now))
      .filter((time) => time !== null);
    return times.length === 0 ? null : new Date(Math.max(...times.map((time) => time.getTime())));
  }
}

/** The app keeps one limit for all its SIMs; where it is the one a minute, the one a day is kept here. */
function phoneLimitOf({ pacing }: Pick<Device, "pacing">): number | null {
  return pacing.perMinute === null ? null : pacing.perDay;
}

function gateOf(span: Span, limit: number | null, releases: readonly Release[]): Gate[] {
  return limit === null ? [] : [{ span, limit, releases }];
}

/** The caps that still hold: those whose time is past say nothing. */
export function standingCaps({ reachedCaps }: Pick<Device, "reachedCaps">, now: Date) {
  return reachedCaps.filter(({ until }) => until > now);
}

/** Whether the day's limits let nothing more go by this SIM, or by any that the phone has. */
export function isFull(device: Device, slot: number | null, now: Date): boolean {
  const full = new Set(standingCaps(device, now).map((cap) => cap.slot));
  if (full.has(null)) return true;
  if (slot !== null) return full.has(slot);
  return device.sims.length > 0 && device.sims.every((sim) => full.has(sim.slot));
}

/** When the day's limits let a text go by this SIM again; null: they do. */
export function fullUntil(
  device: Pick<Device, "reachedCaps">,
  slot: number,
  now: Date,
): Date | null {
  const caps = standingCaps(device, now).filter((cap) => cap.slot === slot || cap.slot === null);
  return caps.length === 0 ? null : new Date(Math.max(...caps.map(({ until }) => until.getTime())));
}

export function isSameCaps(left: readonly ReachedCap[], right: readonly ReachedCap[]): boolean {
  const spell = (caps: readonly ReachedCap[]) =>
    caps.map(({ slot, sent, until }) => [slot, sent, until.getTime()]);
  return JSON.stringify(spell(left)) === JSON.stringify(spell(right));
}
