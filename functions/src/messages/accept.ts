import { readAccount } from "../accounts/read.ts";
import { createPriceReader, type ReadPrices } from "../billing/read-prices.ts";
import type { BillingTerms } from "../billing/terms.ts";
import { type Context, requireScope, type Services } from "../context.ts";
import { conversationIdOf } from "../conversations/conversation-id.ts";
import { readRoutableDevices } from "../devices/read-routable.ts";
import { newId } from "../ids.ts";
import { type AcceptanceCommitter, createAcceptanceCommitter } from "./commit-acceptance.ts";
import { type Decision, decideAcceptance, type NewMessage } from "./decide-acceptance.ts";
import {
  type AcceptMessagesInput,
  asRefusal,
  type Draft,
  draftMessages,
  isWrittenNationally,
  recipientsOf,
} from "./draft.ts";
import { createGroupCommit } from "./group-commit.ts";
import type { RateLimit } from "./rate-window.ts";
import { type BatchReads, readMessages } from "./store.ts";

/** About 4 MiB of the 10 MiB that one commit may carry. */
const MESSAGES_PER_COMMIT_MAX = 250;

export interface Acceptance {
  messages: NewMessage[];
  /** After this call. */
  balance: number;
  isReplay: boolean;
  rateLimit: RateLimit;
}

export type AcceptMessages = (ctx: Context, input: AcceptMessagesInput) => Promise<Acceptance>;

/** Accepts messages: all of a call or none. Calls on one account that come in together share one commit. */
export function createMessageAcceptor(
  services: Services,
  terms: Pick<BillingTerms, "isOn" | "mailCollection">,
): AcceptMessages {
  const readPrices = createPriceReader(services, terms);
  const committer = createAcceptanceCommitter(services, terms);
  const commit = createGroupCommit<Draft, Decision>({
    run: (accountId, drafts) => acceptBatch({ services, readPrices, committer }, accountId, drafts),
    weigh: (draft) => draft.to.length,
    weightMax: MESSAGES_PER_COMMIT_MAX,
  });
  return async function acceptMessages(ctx, input) {
    requireScope(ctx, "messages:send");
    const draft = draftMessages(input, {
      actor: ctx.actor,
      spendPerDayMax: ctx.spendPerDayMax ?? null,
      now: ctx.now(),
      newMessageId: () => newId("msg"),
    });
    const decision = await commit(ctx.accountId, draft);
    if (decision.kind === "refused") throw decision.error;
    if (decision.kind === "accepted") return { ...decision, isReplay: false };
    const messages = await readMessages(ctx.db, ctx.accountId, decision.messageIds);
    return { ...decision, messages: messages.filter((found) => found !== null), isReplay: true };
  };
}

interface Acceptor {
  services: Services;
  readPrices: ReadPrices;
  committer: AcceptanceCommitter;
}

async function acceptBatch(
  { services, readPrices, committer }: Acceptor,
  accountId: string,
  drafts: Draft[],
): Promise<Decision[]> {
  const country = drafts.some(isWrittenNationally)
    ? (await readAccount(services, accountId)).settings.defaultCountry
    : null;
  const pins = drafts.map(({ deviceId }) => deviceId);
  const wanted = {
    conversations: contactsToLookUp(accountId, drafts, country),
    idempotencyHashes: [
      ...new Set(drafts.flatMap(({ idempotency }) => idempotency?.keyHash ?? [])),
    ],
  };
  const [pricesOf, devices, first] = await Promise.all([
    readPrices(),
    readRoutableDevices(
      services,
      accountId,
      pins.every((pin) => pin !== null) ? [...new Set(pins)] : "all",
    ),
    committer.readFirst({ accountId, wanted }),
  ]);
  const decide = (reads: BatchReads, now: Date) => {
    const priceOf = pricesOf(reads.account);
    return decideAcceptance(drafts, { accountId, devices, priceOf, ...reads }, now);
  };
  const decisions = await committer.commit({ accountId, wanted, decide }, first);
  await scheduleLater(services, accountId, decisions);
  return decisions;
}

/** The conversations that the drafts go to: by them a route is chosen, and those that are missing are begun. */
function contactsToLookUp(accountId: string, drafts: Draft[], country: string | null) {
  const conversations = new Map<string, string>();
  for (const draft of drafts) {
    try {
      for (const to of recipientsOf(draft, country)) {
        conversations.set(to, conversationIdOf(accountId, to));
      }
    } catch (error) {
      asRefusal(error); // Refused again, and told, when the batch is decided.
    }
  }
  return conversations;
}

/** A task that is lost here is made up for by the schedule `releaseScheduled`: the messages are accepted by now, and paid for. */
async function scheduleLater(
  { tasks, log }: Services,
  accountId: string,
  decisions: Decision[],
): Promise<void> {
  const scheduled = decisions
    .flatMap((decision) => (decision.kind === "accepted" ? decision.messages : []))
    .filter(({ message }) => message.sendAt !== null);
  await Promise.all(
    scheduled.map(async ({ id, message }) => {
      const payload = { accountId, messageId: id };
      const at = message.sendAt ?? message.createdAt;
      try {
        await tasks.enqueue("sendScheduled", { id, payload, at });
      } catch (error) {
        log.error("schedule_task_lost", { accountId, messageId: id, cause: String(error) });
      }
    }),
  );
}
