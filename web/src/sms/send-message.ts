import { SendManyResponse, SendOneResponse } from "@handset/functions/schema/api/message.ts";
import { type Api, parsed } from "../api.ts";
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
  idempotencyKey?: string,
) {
  const request = { to: message.to, ...contentOf(message) };
  return parsed(SendOneResponse, api.send(request, { accountId, idempotencyKey }));
}

/** The same text to as many as one call takes. */
export function sendSameText(
  api: Api,
  accountId: string,
  recipients: readonly string[],
  message: Omit<Outgoing, "to">,
  idempotencyKey: string,
) {
  if (recipients.length > MESSAGES_PER_CALL_MAX)
    throw new Error("Too many recipients for one call.");
  const request = { to: [...recipients], ...contentOf(message) };
  return parsed(SendManyResponse, api.send(request, { accountId, idempotencyKey }));
}

export const cancelMessage = (api: Api, accountId: string, id: string) =>
  api.call("cancelMessage", { path: { id } }, { accountId });

function contentOf({ text, via, sendAt }: Omit<Outgoing, "to">) {
  return {
    message: text,
    ...(via ? { device_id: via.deviceId } : {}),
    ...(via?.simSlot ? { sim_slot: via.simSlot } : {}),
    ...(sendAt ? { send_at: sendAt.toISOString() } : {}),
  };
}
