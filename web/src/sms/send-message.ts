import {
  ApiMessage,
  SendManyResponse,
  SendOneResponse,
} from "@handset/functions/schema/api/message.ts";
import { type Api, newIdempotencyKey } from "../api.ts";
import type { SimChoice } from "./sim-choice.ts";

export interface Outgoing {
  to: string;
  text: string;
  /** Null: the server chooses. */
  via: SimChoice | null;
  sendAt?: Date | null;
}

const MESSAGES_PER_CALL_MAX = 100;

export function sendMessage(
  api: Api,
  accountId: string,
  message: Outgoing,
  key = newIdempotencyKey(),
) {
  return api({
    method: "POST",
    path: "/send",
    body: { to: message.to, ...contentOf(message) },
    answer: SendOneResponse,
    idempotencyKey: key,
    accountId,
  });
}

/** The same text to as many as one call takes. */
export function sendSameText(
  api: Api,
  accountId: string,
  recipients: readonly string[],
  message: Omit<Outgoing, "to">,
  key: string,
) {
  if (recipients.length > MESSAGES_PER_CALL_MAX)
    throw new Error("Too many recipients for one call.");
  return api({
    method: "POST",
    path: "/send",
    body: { to: recipients, ...contentOf(message) },
    answer: SendManyResponse,
    idempotencyKey: key,
    accountId,
  });
}

export function cancelMessage(api: Api, accountId: string, messageId: string) {
  return api({
    method: "POST",
    path: `/messages/${messageId}/cancel`,
    answer: ApiMessage,
    accountId,
  });
}

function contentOf({ text, via, sendAt }: Omit<Outgoing, "to">) {
  return {
    message: text,
    ...(via ? { device_id: via.deviceId } : {}),
    ...(via?.simSlot ? { sim_slot: via.simSlot } : {}),
    ...(sendAt ? { send_at: sendAt.toISOString() } : {}),
  };
}
