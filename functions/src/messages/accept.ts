import { readAccount } from "../accounts/read.ts";
import { raiseAlerts } from "../billing/raise-alerts.ts";
import { createPriceReader, type ReadPrices } from "../billing/read-prices.ts";
import type { BillingTerms } from "../billing/terms.ts";
import { type Context, requireScope, type Services, withTransaction } from "../context.ts";
import { conversationIdOf } from "../conversations/conversation-id.ts";
import { readRoutableDevices } from "../devices/read-routable.ts";
import { newId } from "../ids.ts";
import {
  type Decision,
  decideAcceptance,
  idempotencyRecord,
  type NewMessage,
} from "./decide-acceptance.ts";
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
import { readForAcceptance, readMessages, writeAcceptance } from "./store.ts";

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

/** Accepts messages: all of a call or none. Calls on one account that come in together share one transaction. */
export function createMessageAcceptor(
  services: Services,
  terms: Pick<BillingTerms, "isOn" | "mailCollection">,
): AcceptMessages {
  const readPrices = createPriceReader(services, terms);
  const commit = createGroupCommit<Draft, Decision>({
    run: (accountId, drafts) => acceptBatch({ services, terms, readPrices }, accountId, drafts),
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
  terms: Pick<BillingTerms, "mailCollection">;
  readPrices: ReadPrices;
}

async function acceptBatch(
  { services, terms, readPrices }: Acceptor,
  accountId: string,
  drafts: Draft[],
): Promise<Decision[]> {
  const country = drafts.some(isWrittenNationally)
    ? (await readAccount(services, accountId)).settings.defaultCountry
    : null;
  const pins = drafts.map(({ deviceId }) => deviceId);
  const [pricesOf, devices] = await Promise.all([
    readPrices(),
    readRoutableDevices(
      services,
      accountId,
      pins.every((pin) => pin !== null) ? [...new Set(pins)] : "all",
    ),
  ]);
  const wanted = {
    conversations: contactsToLookUp(accountId, drafts, country),
    idempotencyHashes: [
      ...new Set(drafts.flatMap(({ idempotency }) => idempotency?.keyHash ?? [])),
    ],
  };
  const decisions = await withTransaction(services, async (tx) => {
    const reads = await readForAcceptance(services.db, tx, accountId, wanted);
    const now = services.now();
    const priceOf = pricesOf(reads.account);
    const batch = decideAcceptance(drafts, { accountId, devices, priceOf, ...reads }, now);
    const accepted = batch.decisions.filter((decision) => decision.kind === "accepted");
    if (accepted.length > 0) {
      writeAcceptance(services.db, tx, accountId, {
        ...batch,
        messages: accepted.flatMap(({ messages }) => messages),
        idempotency: recordsOf(accepted),
        now,
      });
      const { balance, alerts } = batch;
      raiseAlerts(services, tx, terms, { accountId, account: reads.account, balance, alerts });
    }
    return batch.decisions;
  });
  await scheduleLater(services, accountId, decisions);
  return decisions;
}

/** Contacts whose last route matters: those of drafts that name no phone. */
function contactsToLookUp(accountId: string, drafts: Draft[], country: string | null) {
  const conversations = new Map<string, string>();
  for (const draft of drafts) {
    if (draft.deviceId !== null) continue;
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

function recordsOf(accepted: Extract<Decision, { kind: "accepted" }>[]) {
  return new Map(
    accepted.flatMap(({ draft, balance }) =>
      draft.idempotency === null
        ? []
        : [[draft.idempotency.keyHash, idempotencyRecord(draft, balance)] as const],
    ),
  );
}

/** A task that is lost here is made up for by the schedule `releaseScheduled`. */
async function scheduleLater(
  services: Services,
  accountId: string,
  decisions: Decision[],
): Promise<void> {
  const scheduled = decisions
    .flatMap((decision) => (decision.kind === "accepted" ? decision.messages : []))
    .filter(({ message }) => message.sendAt !== null);
  await Promise.all(
    scheduled.map(({ id, message }) =>
      services.tasks.enqueue("sendScheduled", {
        id,
        payload: { accountId, messageId: id },
        ...(message.sendAt && { at: message.sendAt }),
      }),
    ),
  );
}
