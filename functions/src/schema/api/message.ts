import { z } from "zod";
import { Encoding, Failure, MessageStatus } from "../message.ts";
import { SimSlot } from "../phone-number.ts";

const ID = "msg_2rXvLm8Qp4TnYk0WcZs1Ab";
const DEVICE_ID = "dev_7hGq3Kd9Rw5JtVb2NxEf8M";
const NUMBER = "+14155550123";

/** As we give them; what cannot be one is told so. */
export const ApiId = z
  .string()
  .regex(/^(?!__.*__$)[\w-]{1,128}$/, "Give an id as the API gives it.");

const [TIME_MIN, TIME_MAX] = [Date.parse("0001-01-01"), Date.parse("9999-12-31")];

/** RFC 3339 with an offset, at most milliseconds; a time that the database has. */
export const ApiTime = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const at = Date.parse(text);
    return at >= TIME_MIN && at <= TIME_MAX;
  }, "Give a time in the years 1 to 9999.")
  .meta({ description: "RFC 3339.", example: "2026-11-22T08:10:00.000Z" });

export const SendRequest = z
  .strictObject({
    to: z.union([z.string(), z.array(z.string()).min(1)]).meta({
      description:
        "The recipient, or a list of up to 100. `+` and the country code; a national form is understood when the account has a country.",
      example: NUMBER,
    }),
    message: z.string().meta({ description: "Up to 1,600 characters.", example: "Hello" }),
    device_id: ApiId.optional().meta({
      description: "The phone that sends. Left out: we choose.",
      example: DEVICE_ID,
    }),
    sim_slot: SimSlot.optional().meta({
      description:
        "The SIM that sends, 1 or 2 as printed on the phone. Left out: the phone chooses.",
      example: 1,
    }),
    from: z.string().optional().meta({
      description: "The number of one of your SIMs, to send from it.",
      example: "+14155550100",
    }),
    send_at: ApiTime.optional().meta({ description: "Send then, at most 30 days ahead." }),
    expires_at: ApiTime.optional().meta({
      description: "Give up then, and give the price back. Left out: after 24 hours.",
    }),
    priority: z.int().min(-128).max(127).default(0).meta({
      description: "Higher goes first. From 100 on it also overtakes the phone's own pace.",
      example: 0,
    }),
    metadata: z
      .record(z.string().min(1).max(40), z.string().max(500))
      .refine((metadata) => Object.keys(metadata).length <= 20, "Give at most 20 entries.")
      .refine(
        (metadata) => Object.keys(metadata).every((key) => !/^__.*__$/s.test(key)),
        "Give names that do not begin and end with __.",
      )
      .default({})
      .meta({
        description: "Up to 20 texts of your own, given back with the message.",
        example: { order: "1042" },
      }),
  })
  .meta({ id: "SendRequest" });
export type SendRequest = z.output<typeof SendRequest>;

export const AcceptedMessage = z
  .object({
    id: z.string().meta({ example: ID }),
    status: z.enum(["queued", "scheduled"]),
    to: z.string().meta({ example: NUMBER }),
    from: z.string().nullable().meta({ description: "The SIM's number, where it is known." }),
    device_id: z.string().meta({ example: DEVICE_ID }),
    sim_slot: z.int().nullable(),
    segments: z.int(),
    encoding: Encoding,
    price: z.int().meta({ description: "In millionths of the currency.", example: 30_000 }),
    created_at: ApiTime,
  })
  .meta({ id: "AcceptedMessage" });
export type AcceptedMessage = z.infer<typeof AcceptedMessage>;

const Balance = z.int().meta({
  description: "The balance after this call, in millionths of the currency.",
  example: 9_970_000,
});

export const SendOneResponse = AcceptedMessage.extend({ balance: Balance }).meta({
  id: "SendOneResponse",
});
export const SendManyResponse = z
  .object({ messages: z.array(AcceptedMessage), price: z.int(), balance: Balance })
  .meta({ id: "SendManyResponse" });
export const SendResponse = z.union([SendOneResponse, SendManyResponse]);
export type SendResponse = z.infer<typeof SendResponse>;

export const ApiTimeline = z
  .object({
    scheduled_at: ApiTime.optional(),
    queued_at: ApiTime.optional(),
    dispatched_at: ApiTime.optional(),
    sent_at: ApiTime.optional(),
    delivered_at: ApiTime.optional(),
    failed_at: ApiTime.optional(),
    expired_at: ApiTime.optional(),
    canceled_at: ApiTime.optional(),
    received_at: ApiTime.optional(),
  })
  .meta({ id: "Timeline", description: "When each status was reached." });

export const ApiMessage = z
  .object({
    id: z.string().meta({ example: ID }),
    direction: z.enum(["outbound", "inbound"]),
    status: MessageStatus,
    to: z.string().nullable(),
    from: z.string().nullable(),
    message: z.string(),
    device_id: z.string(),
    sim_slot: z.int().nullable(),
    conversation_id: z.string(),
    segments: z.int(),
    encoding: Encoding,
    price: z.int().meta({ description: "In millionths of the currency." }),
    refunded: z.boolean().meta({ description: "Whether the price was given back." }),
    failure: Failure.nullable(),
    metadata: z.record(z.string(), z.string()),
    priority: z.int(),
    send_at: ApiTime.nullable(),
    expires_at: ApiTime.nullable(),
    created_at: ApiTime,
    timeline: ApiTimeline,
  })
  .meta({ id: "Message" });
export type ApiMessage = z.infer<typeof ApiMessage>;

export const ListMessagesQuery = z.strictObject({
  status: MessageStatus.optional(),
  direction: z.enum(["outbound", "inbound"]).optional(),
  device_id: z.string().optional(),
  conversation_id: z.string().optional(),
  created_after: ApiTime.optional(),
  created_before: ApiTime.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
});
export type ListMessagesQuery = z.output<typeof ListMessagesQuery>;

export const MessageList = z
  .object({
    data: z.array(ApiMessage),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: "Give it as `cursor` for the next page; null: this was the last." }),
  })
  .meta({ id: "MessageList" });
export type MessageList = z.infer<typeof MessageList>;
