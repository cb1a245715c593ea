import { z } from "zod";
import { Currency, Micros } from "./money.ts";
import { Time } from "./time.ts";

/** `accounts/{a}` */
export const Account = z.object({
  name: z.string().min(1).max(120),
  currency: Currency,
  balance: Micros,
  /** A segment's price. 0: sending costs nothing. */
  pricePerSegment: Micros.nonnegative(),
  limits: z.object({ messagesPerMinute: z.int().positive() }),
  /** Messages accepted in the window that began at `startedAt`. */
  rateWindow: z.object({ startedAt: Time, count: z.int().nonnegative() }),
  settings: z.object({
    /** ISO 3166-1 alpha-2: whose national form numbers without `+` are in; null: such numbers are refused. */
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable(),
    /** How long a message may wait to be sent unless its caller says otherwise. */
    messageTtlSeconds: z.int().positive(),
  }),
  createdAt: Time,
});
export type Account = z.infer<typeof Account>;

export const Role = z.enum(["owner", "admin", "agent", "viewer"]);
export type Role = z.infer<typeof Role>;

/** `accounts/{a}/members/{uid}` */
export const Member = z.object({
  uid: z.string(),
  role: Role,
  email: z.string().nullable(),
  name: z.string().nullable(),
  joinedAt: Time,
});
export type Member = z.infer<typeof Member>;

/** `invitations/{sha256 of the token}` */
export const Invitation = z.object({
  id: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  /** Lower case. */
  email: z.email(),
  role: Role.exclude(["owner"]),
  invitedBy: z.string(),
  expiresAt: Time,
  acceptedAt: Time.nullable(),
  createdAt: Time,
});
export type Invitation = z.infer<typeof Invitation>;
