import { z } from "zod";
import { MessageStatus } from "./message.ts";
import { Sender, SimSlot } from "./phone-number.ts";
import { Time } from "./time.ts";

/** `accounts/{a}/conversations/{c}`: one a contact. */
export const Conversation = z.object({
  contact: Sender,
  contactName: z.string().max(120).nullable().default(null),
  /** The phone and SIM that this contact last talked to. */
  deviceId: z.string(),
  simSlot: SimSlot.nullable(),
  lastMessage: z.object({
    id: z.string(),
    direction: z.enum(["outbound", "inbound"]),
    status: MessageStatus.optional(),
    /** The first 160 characters. */
    preview: z.string(),
    at: Time,
  }),
  unreadCount: z.int().nonnegative().default(0),
  isArchived: z.boolean().default(false),
  assigneeId: z.string().nullable().default(null),
  updatedAt: Time,
});
export type Conversation = z.infer<typeof Conversation>;
