export interface SimCard {
  /** Counted from 0, as Android does. */
  slotIndex: number;
  phoneNumber: string | null;
  carrierName: string | null;
  iccid: string | null;
}

export const DEFAULT_SIM_CARDS: readonly SimCard[] = [
  {
    slotIndex: 0,
    phoneNumber: "+12025550171",
    carrierName: "Handset Mobile",
    iccid: "8901260000000000171",
  },
  {
    slotIndex: 1,
    phoneNumber: "+12025550172",
    carrierName: "Second Wireless",
    iccid: "8901260000000000172",
  },
];

/** The form of `app:started`: everything in clear, absent where Android does not know. */
export function describeSimCard(sim: SimCard) {
  return {
    slotIndex: sim.slotIndex,
    simNumber: sim.slotIndex + 1,
    phoneNumber: sim.phoneNumber ?? undefined,
    carrierName: sim.carrierName ?? undefined,
    iccid: sim.iccid ?? undefined,
  };
}

/** The form of registration: what identifies the SIM is masked before it leaves the phone. */
export function maskSimCard(sim: SimCard) {
  return {
    slotIndex: sim.slotIndex,
    simNumber: sim.slotIndex + 1,
    phoneNumber: mask(sim.phoneNumber),
    carrierName: mask(sim.carrierName),
    iccid: mask(sim.iccid),
  };
}

function mask(value: string | null): string | undefined {
  if (value === null) return undefined;
  return value.length > 4 ? "*".repeat(value.length - 4) + value.slice(-4) : "****";
}
