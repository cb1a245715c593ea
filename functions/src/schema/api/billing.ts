import { z } from "zod";
import { LedgerEntryType } from "../ledger.ts";
import { Encoding } from "../message.ts";
import { Currency } from "../money.ts";
import { ApiTime } from "./message.ts";

const Amount = z.int().meta({ description: "In millionths of the currency.", example: 10_000_000 });
const Day = z.iso.date().meta({ description: "A day of UTC.", example: "2026-11-22" });

export const QuoteRequest = z
  .strictObject({
    to: z
      .union([z.string(), z.array(z.string()).min(1)])
      .meta({ description: "A recipient, or a list of up to 100.", example: "+14155550123" }),
    message: z.string().meta({ example: "Hello" }),
  })
  .meta({ id: "QuoteRequest" });

export const QuoteResponse = z
  .object({
    price: Amount.meta({ description: "Of all messages, in millionths of the currency." }),
    currency: Currency,
    balance: Amount,
    segments: z.int(),
    encoding: Encoding,
    messages: z.array(z.object({ to: z.string(), price: Amount })),
  })
  .meta({ id: "Quote" });

export const ApiAutoTopUp = z
  .object({
    enabled: z.boolean(),
    threshold: Amount,
    amount: Amount,
    pending: z.boolean().meta({ description: "Whether a charge is under way." }),
    failure: z
      .object({ code: z.string(), at: ApiTime })
      .nullable()
      .meta({ description: "Why the server disabled it." }),
  })
  .meta({ id: "AutoTopUp" });

export const BalanceResponse = z
  .object({
    balance: Amount,
    currency: Currency,
    price_per_segment: Amount.meta({
      description:
        "In millionths of the currency, where the number has no price of its own: see `POST /quote`. 0: sending costs nothing.",
    }),
    low_balance_threshold: Amount.nullable(),
    billing_email: z.string().nullable(),
    spend_per_day_max: Amount.nullable(),
    spent_today: Amount,
    auto_top_up: ApiAutoTopUp.nullable(),
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    top_up: z
      .object({ amounts: z.array(Amount), min: Amount, max: Amount })
      .nullable()
      .meta({ description: "What may be paid in; null: nothing, here." }),
  })
  .meta({ id: "Balance" });

export const UpdateBalanceSettingsRequest = z
  .strictObject({
    low_balance_threshold: z.int().nullable().optional(),
    billing_email: z.email().nullable().optional(),
    spend_per_day_max: z.int().nonnegative().nullable().optional(),
    auto_top_up: z
      .strictObject({
        enabled: z.boolean(),
        threshold: z.int().nonnegative(),
        amount: z.int().positive(),
      })
      .nullable()
      .optional(),
  })
  .meta({ id: "UpdateBalanceSettingsRequest" });

export const ApiLedgerEntry = z
  .object({
    id: z.string(),
    type: LedgerEntryType,
    amount: z.int().meta({ description: "Added to the balance; negative takes away." }),
    message_id: z.string().nullable(),
    payment_id: z.string().nullable(),
    reason: z.string(),
    created_by: z.object({ type: z.string(), id: z.string().nullable() }),
    created_at: ApiTime,
  })
  .meta({ id: "LedgerEntry" });
export type ApiLedgerEntry = z.infer<typeof ApiLedgerEntry>;

export const ListLedgerQuery = z.strictObject({
  type: LedgerEntryType.optional(),
  created_after: ApiTime.optional(),
  created_before: ApiTime.optional(),
  format: z.enum(["json", "csv"]).optional().meta({
    description:
      "`csv`: comma-separated, as `Accept: text/csv` asks too. A page has up to 1,000 lines then.",
  }),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  cursor: z.string().optional(),
});

export const LedgerList = z
  .object({ data: z.array(ApiLedgerEntry), next_cursor: z.string().nullable() })
  .meta({ id: "LedgerList" });

/** The days around it have a name of ten letters, too. */
const AskedDay = Day.refine(
  (day) => day >= "2000-01-01" && day <= "9998-12-31",
  "Give a day from 2000-01-01 to 9998-12-31.",
);

export const ListUsageQuery = z.strictObject({
  from: AskedDay.optional().meta({ description: "The first day. Left out: 30 days before `to`." }),
  to: AskedDay.optional().meta({ description: "The last day, itself included. Left out: today." }),
});

export const ApiUsageDay = z
  .object({
    day: Day,
    messages: z.int(),
    segments: z.int(),
    spent: Amount.meta({ description: "Reserved on that day, given back later or not." }),
    outcomes: z
      .object({
        waiting: z.int(),
        sent: z.int(),
        delivered: z.int(),
        failed: z.int(),
        expired: z.int(),
        canceled: z.int(),
        received: z.int(),
        by_device: z.record(z.string(), z.int()).meta({
          description: "In and out, by the id of the phone that has them.",
          example: { dev_9fK2: 12 },
        }),
        counted_at: ApiTime,
      })
      .nullable()
      .meta({
        description:
          "What became of the day's messages, as of `counted_at`; null where none was counted. Today and yesterday are counted anew when this is asked for, at most once a minute; earlier days once they are over, and again one and seven days later.",
      }),
  })
  .meta({ id: "UsageDay" });

export const UsageList = z
  .object({ currency: Currency, data: z.array(ApiUsageDay) })
  .meta({ id: "UsageList" });

export const StartTopUpRequest = z
  .strictObject({
    amount: z
      .int()
      .positive()
      .meta({ description: "In millionths of the currency.", example: 10_000_000 }),
    save_card: z.boolean().default(false).meta({
      description: "Save the card for automatic top-ups.",
    }),
    return_path: z
      .string()
      .regex(/^\/(?![/\\])[^\s\\]*$/, "Give a path of this site, such as /balance.")
      .max(500)
      .default("/")
      .meta({ description: "Where the payer comes back to, on this site." }),
  })
  .meta({ id: "StartTopUpRequest" });

export const StartedTopUp = z
  .object({
    id: z.string(),
    checkout_url: z.string().meta({ description: "Stripe's page, to send the payer to." }),
    expires_at: ApiTime,
  })
  .meta({ id: "StartedTopUp" });

export const ApiTopUp = z
  .object({
    id: z.string(),
    amount: Amount,
    refunded: Amount,
    disputed: z.boolean(),
    automatic: z.boolean(),
    receipt_url: z.string().nullable(),
    created_at: ApiTime,
  })
  .meta({ id: "TopUp" });

export const ListTopUpsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
});

export const TopUpList = z
  .object({ data: z.array(ApiTopUp), next_cursor: z.string().nullable() })
  .meta({ id: "TopUpList" });

export const OpenPortalRequest = z
  .strictObject({ return_path: StartTopUpRequest.shape.return_path })
  .meta({ id: "OpenPortalRequest" });

export const OpenedPortal = z.object({ url: z.string() }).meta({ id: "OpenedPortal" });
