import { readAccount } from "../accounts/read.ts";
import { withTransaction } from "../context.ts";
import { conversationIdOf } from "../conversations/conversation-id.ts";
import type { PhoneContext } from "../devices/authenticate.ts";
import { readOwnDevice } from "../devices/be-seen.ts";
import { derivedId } from "../ids.ts";
import { maskNumber } from "../log.ts";
import { toPhoneNumber } from "../phone-numbers.ts";
import type { Message } from "../schema/message.ts";
import { countSegments } from "../schema/segments.ts";
import { readForInbound, readReceivedBetween, writeInbound } from "./inbound-store.ts";

/** Between two reports of one SMS by an app that gives each its own id. */
const TWIN_MS = 10_000;
const SENDER_CHARACTERS_MAX = 64;

export interface ReceiveMessageInput {
  /** The phone's name of what happened, and its id of the text: the same text always comes with the same. */
  event: string;
  phoneMessageId: string;
  sender: string;
  /** The phone's own number, where it tells. */
  recipient: string | null;
  body: string;
  simSlot: number | null;
  receivedAt: Date;
  /** Apps before 1.67 may report one SMS twice under two ids. */
  mayHaveTwin: boolean;
}

/** Stores a text that a phone received, in the conversation with its sender, once. */
export async function receiveMessage(
  ctx: PhoneContext,
  input: ReceiveMessageInput,
): Promise<"received" | "known"> {
  const deviceId = ctx.actor.id;
  const messageId = derivedId(
    "msg",
    deviceId,
    input.event,
    input.phoneMessageId,
    input.receivedAt.toISOString(),
  );
  const parties = await identifyParties(ctx, input);
  const conversationId = conversationIdOf(ctx.accountId, parties.contact);
  const result = await withTransaction(ctx, async (tx) => {
    const keys = { messageId, conversationId };
    const { isStored, conversation } = await readForInbound(ctx.db, tx, ctx.accountId, keys);
    if (isStored) return "known";
    const message = toMessage(ctx, input, { ...parties, conversationId });
    if (input.mayHaveTwin && conversation !== null) {
      const received = (message.timeline.received ?? message.createdAt).getTime();
      const around = await readReceivedBetween(ctx.db, tx, ctx.accountId, {
        conversationId,
        from: new Date(received - TWIN_MS),
        to: new Date(received + TWIN_MS),
      });
      if (around.some((other) => isTwin(other, message))) return "known";
    }
    writeInbound(ctx.db, tx, ctx.accountId, { id: messageId, message }, conversation);
    return "received";
  });
  if (result === "received") {
    ctx.log.info("message_received", {
      accountId: ctx.accountId,
      messageId,
      deviceId,
      from: maskNumber(parties.contact),
    });
  }
  return result;
}

/** Who wrote and to which number. The account and the phone are read only where the text itself does not tell. */
async function identifyParties(
  ctx: PhoneContext,
  { sender, recipient, simSlot }: ReceiveMessageInput,
): Promise<{ contact: string; to: string | null }> {
  const verbatim = sender.trim().slice(0, SENDER_CHARACTERS_MAX) || "unknown";
  const [contact, to] = await Promise.all([
    toPhoneNumber(verbatim, null) ?? toNationalNumber(ctx, verbatim),
    recipient === null || recipient.includes("*")
      ? numberOfSim(ctx, simSlot)
      : (toPhoneNumber(recipient, null) ?? recipient),
  ]);
  return { contact, to };
}

/** A national number by the account's country; a short code or a name such as `AMAZON` as it stands. */
async function toNationalNumber(ctx: PhoneContext, verbatim: string): Promise<string> {
  if (!/^[\d\s().\-/]{7,}$/.test(verbatim)) return verbatim;
  const { settings } = await readAccount(ctx, ctx.accountId);
  return toPhoneNumber(verbatim, settings.defaultCountry) ?? verbatim;
}

async function numberOfSim(ctx: PhoneContext, simSlot: number | null): Promise<string | null> {
  const { sims } = await readOwnDevice(ctx);
  const sim = simSlot === null ? undefined : sims.find(({ slot }) => slot === simSlot);
  const only = sims.length === 1 ? sims[0] : undefined;
  return (sim ?? only)?.number ?? null;
}

function toMessage(
  ctx: PhoneContext,
  { body, simSlot, receivedAt }: ReceiveMessageInput,
  { contact, to, conversationId }: { contact: string; to: string | null; conversationId: string },
): Message {
  const now = ctx.now();
  const count = countSegments(body);
  return {
    direction: "inbound",
    status: "received",
    timeline: { received: receivedAt < now ? receivedAt : now },
    to,
    from: contact,
    body,
    segments: count.segments,
    encoding: count.encoding,
    deviceId: ctx.actor.id,
    simSlot,
    conversationId,
    queuedFor: null,
    isReroutable: false,
    isCanceling: false,
    priority: 0,
    price: 0,
    refundedAt: null,
    failure: null,
    metadata: {},
    sendAt: null,
    expiresAt: null,
    createdBy: ctx.actor,
    createdAt: now,
    updatedAt: now,
  };
}

function isTwin(left: Message, right: Message): boolean {
  return (
    left.deviceId === right.deviceId && left.simSlot === right.simSlot && left.body === right.body
  );
}
