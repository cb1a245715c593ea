import { toAcceptedMessage, toApiDevice, toApiMessage } from "./resources.ts";
import { inventDevice, inventMessage, inventWebhook, SAMPLE_TIME } from "./sample-resources.ts";

const accepted = toAcceptedMessage(inventMessage("queued"));

/** A whole example of each schema that people read first; tests hold each against its schema. */
export const SCHEMA_EXAMPLES: Record<string, unknown> = {
  SendRequest: {
    to: "+14155550123",
    message: "Your table is booked for tonight at 8.",
    metadata: { order: "1042" },
  },
  AcceptedMessage: accepted,
  SendOneResponse: { ...accepted, balance: 9_970_000 },
  SendManyResponse: { messages: [accepted], price: accepted.price, balance: 9_970_000 },
  Message: toApiMessage(inventMessage("delivered")),
  MessageList: { data: [toApiMessage(inventMessage("received"))], next_cursor: null },
  Device: toApiDevice(inventDevice("device.online"), SAMPLE_TIME),
  Webhook: inventWebhook(),
};
