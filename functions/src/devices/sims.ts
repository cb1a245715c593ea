import { toPhoneNumber } from "../phone-numbers.ts";
import type { Sim } from "../schema/device.ts";

/** A SIM as a phone tells of it: masked to its last four characters in registrations, whole when the app starts. */
export interface ReportedSim {
  slot: number;
  number: string | null;
  carrier: string | null;
}

/** The SIMs after a report. What is masked tells only whether what is known still holds: it is never kept itself. */
export function mergeSims(known: readonly Sim[], reported: readonly ReportedSim[]): Sim[] {
  return reported
    .map(({ slot, number, carrier }) => {
      const before = known.find((sim) => sim.slot === slot);
      return {
        slot,
        number: unmask(
          before?.number ?? null,
          number && isMasked(number) ? number : toNumber(number),
        ),
        carrier: unmask(before?.carrier ?? null, carrier),
      };
    })
    .sort((left, right) => left.slot - right.slot);
}

export function isSameSims(left: readonly Sim[], right: readonly Sim[]): boolean {
  const spell = (sims: readonly Sim[]) => sims.map((sim) => [sim.slot, sim.number, sim.carrier]);
  return JSON.stringify(spell(left)) === JSON.stringify(spell(right));
}

function unmask(known: string | null, reported: string | null): string | null {
  if (reported === null || reported.trim() === "") return known;
  if (!isMasked(reported)) return reported;
  const tail = reported.replace(/^\*+/, "");
  return known?.endsWith(tail) ? known : null;
}

function isMasked(text: string): boolean {
  return text.includes("*");
}

/** E.164 where the SIM knows its number so; a national form is kept as it stands. */
function toNumber(text: string | null): string | null {
  return text === null ? null : (toPhoneNumber(text, null) ?? text);
}
