import { z } from "zod";
import type { PhoneContext } from "../devices/authenticate.ts";
import { reportHealth } from "../devices/report-health.ts";
import { reportSims } from "../devices/report-sims.ts";
import type { PhoneReport } from "../messages/decide-report.ts";
import { receiveMessage } from "../messages/receive.ts";
import { recordStatus } from "../messages/record-status.ts";
import { isAtLeast } from "./app-version.ts";
import { PingPayload, toHealth } from "./health.ts";
import type { HookEnvelope } from "./hook-events.ts";
import { OptionalMoment, OptionalText, SimCards } from "./wire.ts";

export type HookOutcome = "applied" | "ignored" | "unreadable";
type Apply = (
  phone: PhoneContext,
  payload: Record<string, unknown>,
  appVersion: string | null,
) => Promise<HookOutcome>;

/** What each event means. One that is not here, or that another event tells better, is ignored. */
const EVENTS: Record<string, Apply> = {
  "sms:received": applyIncoming("sms:received", (text) => text.message ?? ""),
  "mms:received": applyIncoming("mms:received", describeMms),
  "mms:downloaded": applyIncoming("mms:downloaded", describeMms),
  "sms:sent": applyOutgoing("Sent", "sentAt"),
  "sms:failed": applyOutgoing("Failed", "failedAt"),
  "sms:cancelled": applyOutgoing("Cancelled", "cancelledAt"),
  "system:ping": async (phone, payload) => {
    const ping = PingPayload.safeParse(payload);
    if (!ping.success) return "unreadable";
    await reportHealth(phone, toHealth(ping.data));
    return "applied";
  },
  "app:started": async (phone, payload) => {
    const sims = SimCards.safeParse(payload.simCards);
    if (!sims.success) return "unreadable";
    await reportSims(phone, sims.data ?? []);
    return "applied";
  },
};

export async function applyHookEvent(
  phone: PhoneContext,
  { event, payload }: z.output<typeof HookEnvelope>,
  appVersion: string | null,
): Promise<HookOutcome> {
  const apply = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
  return apply ? apply(phone, payload, appVersion) : "ignored";
}

const SimNumber = z.int().min(1).max(3).nullish().catch(null);

const Incoming = z.object({
  messageId: z.coerce.string().min(1).max(200),
  sender: OptionalText,
  phoneNumber: OptionalText,
  recipient: OptionalText,
  simNumber: SimNumber,
  message: z.string().max(20_000).nullish(),
  body: OptionalText,
  subject: OptionalText,
  attachments: z.array(z.unknown()).nullish(),
  receivedAt: OptionalMoment,
});

function applyIncoming(
  event: string,
  bodyOf: (payload: z.output<typeof Incoming>) => string,
): Apply {
  return async (phone, payload, appVersion) => {
    const parsed = Incoming.safeParse(payload);
    if (!parsed.success || parsed.data.receivedAt === undefined) return "unreadable";
    const text = parsed.data;
    await receiveMessage(phone, {
      event,
      phoneMessageId: text.messageId,
      sender: text.sender ?? text.phoneNumber ?? "",
      recipient: text.recipient,
      body: bodyOf(text),
      simSlot: text.simNumber ?? null,
      receivedAt: parsed.data.receivedAt,
      mayHaveTwin: !isAtLeast(appVersion, "1.67"),
    });
    return "applied";
  };
}

/** Pictures are not kept: their place says that there were some. */
function describeMms({ body, subject, attachments }: z.output<typeof Incoming>): string {
  const text = [subject, body].filter((part) => part !== null).join("\n");
  const count = attachments?.length ?? 0;
  const note = count === 0 ? "[MMS]" : `[MMS with ${count} attachment${count === 1 ? "" : "s"}]`;
  return text === "" ? note : count === 0 ? text : `${text}\n${note}`;
}

const Outgoing = z.object({
  messageId: z.string().regex(/^[\w-]{1,64}$/),
  simNumber: SimNumber,
  reason: OptionalText,
});

function applyOutgoing(state: PhoneReport["state"], timeField: string): Apply {
  return async (phone, payload) => {
    const parsed = Outgoing.safeParse(payload);
    if (!parsed.success) return "unreadable";
    const { messageId, simNumber, reason } = parsed.data;
    const at = OptionalMoment.parse(payload[timeField]);
    await recordStatus(phone, {
      messageId,
      report: {
        state,
        error: reason,
        states: at === undefined ? {} : { [state]: at },
        simSlot: simNumber ?? null,
      },
    });
    return "applied";
  };
}
