import { GatewayError } from "../../errors.ts";
import { type HandedMessage, handOverMessages } from "../../messages/hand-over.ts";
import { isAtLeast, toAppVersion } from "../app-version.ts";
import type { MobileHandler } from "../env.ts";

export function listMessages(): MobileHandler {
  return async (c) => {
    const order = c.req.query("order") ?? "lifo";
    if (order !== "lifo" && order !== "fifo") {
      throw new GatewayError("invalid_request", "order is lifo or fifo");
    }
    const version = toAppVersion(c.req.header("User-Agent"));
    const messages = await handOverMessages(c.get("phone"), {
      order,
      understandsCancel: isAtLeast(version, "1.67"),
    });
    return c.json(messages.map(toWireMessage));
  };
}

/** Times have three fraction digits and a Z: any others and the app reads another time, or nothing at all. */
function toWireMessage({ id, message }: HandedMessage) {
  return {
    id,
    textMessage: { text: message.body },
    phoneNumbers: [message.to],
    ...(message.simSlot !== null && { simNumber: message.simSlot }),
    withDeliveryReport: true,
    isEncrypted: false,
    priority: message.priority,
    ...(message.expiresAt && { validUntil: message.expiresAt.toISOString() }),
    state: message.isCanceling ? "Cancelling" : "Pending",
    createdAt: message.createdAt.toISOString(),
  };
}
