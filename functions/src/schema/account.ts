import { z } from "zod";
import { Currency, Micros } from "./money.ts";
import { Time } from "./time.ts";

/** What was spent since midnight, UTC; given back or not. */
export const Spend = z.object({
  /** Such as 2026-11-22. */
  day: z.string(),
  total: Micros.nonnegative(),
  /** By the id of each API key that has a cap of its own. */
  byKey: z.record(z.string(), Micros.nonnegative()),
});
export type Spend = z.infer<typeof Spend>;

export const NOTHING_SPENT: Spend = { day: "", total: 0, byKey: {} };

/** An automatic top-up, with the card that was kept. */
export const AutoTopUp = z.object({
  isOn: z.boolean(),
  /** Charged when spending takes the balance below it. */
  threshold: Micros.nonnegative(),
  amount: Micros.positive(),
  /** How often it was asked for on a day of UTC. */
  asked: z.object({ day: z.string(), count: z.int().nonnegative() }).default({ day: "", count: 0 }),
  /** The request under way; until it has ended there is no other. */
  pendingId: z.string().nullable(),
  /** Why the server disabled it. */
  failure: z.object({ code: z.string(), at: Time }).nullable(),
});
export type AutoTopUp = z.infer<typeof AutoTopUp>;

/** `accounts/{a}` */
export const Account = z.object({
  name: z.string().min(1).max(120),
  currency: Currency,
  balance: Micros,
  /** A segment's price. 0: sending costs nothing. */
  pricePerSegment: Micros.nonnegative(),
  limits: z.object({
    messagesPerMinute: z.int().positive(),
    /** What may be spent in a day; null: all there is. */
    spendPerDayMax: Micros.nonnegative().nullable().default(null),
  }),
  /** Messages accepted in the window that began at `startedAt`. */
  rateWindow: z.object({ startedAt: Time, count: z.int().nonnegative() }),
  spend: Spend.default(NOTHING_SPENT),
  /** Falling below it tells the owner; null: nobody is told. */
  lowBalanceThreshold: Micros.nullable().default(null),
  /** Where mail about the balance goes. */
  billingEmail: z.email().nullable().default(null),
  autoTopUp: AutoTopUp.nullable().default(null),
  /** The card that was kept, as people know it. */
  card: z.object({ brand: z.string(), last4: z.string() }).nullable().default(null),
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
