import { z } from "zod";
import { Currency, Micros } from "./money.ts";
import { Time } from "./time.ts";

/** The digits that a number begins with, without `+`. */
export const Prefix = z.string().regex(/^[1-9][0-9]{0,14}$/);

/** What a segment costs by what its number begins with. */
export const Prefixes = z.record(Prefix, Micros.nonnegative());
export type Prefixes = z.infer<typeof Prefixes>;

/** `prices/current` */
export const PriceTable = z.object({
  currencies: z.record(Currency, Prefixes),
  updatedAt: Time,
});
export type PriceTable = z.infer<typeof PriceTable>;
