import { invalidField } from "../errors.ts";
import type { Device, SimPacing } from "../schema/device.ts";

export interface SimPacingChange extends Partial<SimPacing> {
  slot: number;
}

/** The limits of a phone's SIMs after these changes. A SIM without any limit is not among them. */
export function paceSims(
  { sims, simPacing }: Pick<Device, "sims" | "simPacing">,
  changes: readonly SimPacingChange[],
): Device["simPacing"] {
  const after = { ...simPacing };
  const named = new Set<number>();
  changes.forEach(({ slot, ...limits }, index) => {
    const field = `sims[${index}].slot`;
    if (named.has(slot)) throw invalidField(field, "This SIM is in the list already.");
    named.add(slot);
    const known = sims.some((sim) => sim.slot === slot);
    // A SIM that was taken out may still have its limit taken away.
    if (!known && simPacing[slot] === undefined) {
      throw invalidField(field, lacking(slot, sims));
    }
    const pacing = { perMinute: null, perDay: null, ...simPacing[slot], ...limits };
    if (pacing.perMinute === null && pacing.perDay === null) delete after[slot];
    else after[slot] = pacing;
  });
  return after;
}

export function isSamePacing(left: Device["simPacing"], right: Device["simPacing"]): boolean {
  const slots = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...slots].every(
    (slot) =>
      left[slot]?.perMinute === right[slot]?.perMinute &&
      left[slot]?.perDay === right[slot]?.perDay,
  );
}

function lacking(slot: number, sims: Device["sims"]): string {
  if (sims.length === 0) {
    return "This phone has not told of its SIMs yet. Open its app, or limit the whole phone with pacing.";
  }
  const slots = sims.map((sim) => sim.slot).join(" and ");
  return `This phone has no SIM in slot ${slot}: give one of its own, ${slots}.`;
}
