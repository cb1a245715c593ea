import { z } from "zod";

/** An amount in millionths of the account's currency. */
export const Micros = z.int();
export type Micros = number;

/** ISO 4217, upper case. */
export const Currency = z.string().regex(/^[A-Z]{3}$/);
export type Currency = z.infer<typeof Currency>;
