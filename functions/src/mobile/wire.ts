import type { Context } from "hono";
import { z } from "zod";
import type { ReportedSim } from "../devices/sims.ts";
import { GatewayError } from "../errors.ts";
import type { MobileEnv } from "./env.ts";

/** The app leaves out what it does not know; an empty text is nothing either. */
export const OptionalText = z
  .string()
  .nullish()
  .transform((text) => (text?.trim() ? text : null));

/** A moment with its offset; one that does not parse is one that was not told. */
export const OptionalMoment = z
  .unknown()
  .transform((value) => (typeof value === "string" ? new Date(value) : undefined))
  .transform((at) => (at === undefined || Number.isNaN(at.getTime()) ? undefined : at));

const SimCard = z
  .object({
    slotIndex: z.int().nullish(),
    simNumber: z.int().nullish(),
    phoneNumber: OptionalText,
    carrierName: OptionalText,
  })
  .transform(
    (card): ReportedSim => ({
      slot: card.simNumber ?? (card.slotIndex ?? -1) + 1,
      number: card.phoneNumber,
      carrier: card.carrierName,
    }),
  );

/** SIMs in slots that there are; a slot told twice counts once. */
export const SimCards = z
  .array(z.unknown())
  .nullish()
  .transform((cards) => {
    if (!cards) return undefined;
    const bySlot = new Map<number, ReportedSim>();
    for (const card of cards) {
      const sim = SimCard.safeParse(card);
      if (sim.success && sim.data.slot >= 1 && sim.data.slot <= 3) {
        bySlot.set(sim.data.slot, sim.data);
      }
    }
    return [...bySlot.values()];
  });

export async function readBody<T extends z.ZodType>(
  c: Context<MobileEnv>,
  schema: T,
): Promise<z.output<T>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    throw new GatewayError("malformed_json", "The request does not parse");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".");
  throw new GatewayError("invalid_request", `The request is not valid: ${field || "body"}`);
}
