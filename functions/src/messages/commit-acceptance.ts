import { raiseAlerts } from "../billing/raise-alerts.ts";
import type { BillingTerms } from "../billing/terms.ts";
import { type Services, withTransaction } from "../context.ts";
import { commitUnlessOvertaken, readTogether } from "../document-store.ts";
import { readMessage } from "./change-store.ts";
import { type BatchDecision, type Decision, idempotencyRecord } from "./decide-acceptance.ts";
import { type BatchReads, type BatchWrites, readForAcceptance, writeAcceptance } from "./store.ts";

/** For so long after another instance was faster, an account's batches queue in transactions instead of racing it again. */
const CONTENDED_MS = 5_000;
const CONTENDED_ACCOUNTS_MAX = 1_000;

export interface Undecided {
  accountId: string;
  wanted: Parameters<typeof readForAcceptance>[3];
  /** May run more than once, each time on what was read anew. */
  decide(reads: BatchReads, now: Date): BatchDecision;
}

export interface AcceptanceCommitter {
  /** Reads for a first try, together with the batches of other accounts; null: the account is contended. */
  readFirst(batch: Pick<Undecided, "accountId" | "wanted">): Promise<BatchReads | null>;
  commit(batch: Undecided, first: BatchReads | null): Promise<Decision[]>;
}

/**
 * Commits batches: first with a commit that fails when the account has changed since it was read, so that the reads of many accounts are
 * one call; then, if somebody was faster, in a transaction.
 */
export function createAcceptanceCommitter(
  services: Services,
  terms: Pick<BillingTerms, "mailCollection">,
): AcceptanceCommitter {
  const { db } = services;
  const contendedUntil = new Map<string, number>();

  async function commitDirectly(
    batch: Undecided,
    reads: BatchReads,
    tried: Tried,
  ): Promise<Decision[] | null> {
    const { accountId } = batch;
    const now = services.now();
    const decided = batch.decide(reads, now);
    const { needsTopUp, isLow } = decided.alerts;
    if (needsTopUp || isLow || reads.accountUpdateTime === undefined) return null;
    const writes = writesOf(decided, reads, now);
    if (writes === null) return decided.decisions;
    const commit = db.batch();
    writeAcceptance(db, commit, accountId, writes, reads.accountUpdateTime);
    tried.last = { decisions: decided.decisions, messageId: firstOf(writes) };
    if (await commitUnlessOvertaken(commit)) return decided.decisions;
    if (contendedUntil.size >= CONTENDED_ACCOUNTS_MAX) contendedUntil.clear();
    contendedUntil.set(accountId, now.getTime() + CONTENDED_MS);
    return null;
  }

  function commitInTransaction(
    { accountId, wanted, decide }: Undecided,
    tried: Tried,
  ): Promise<Decision[]> {
    return withTransaction(services, async (tx) => {
      const { last } = tried;
      if (last && (await readMessage(db, tx, accountId, last.messageId))) return last.decisions;
      const reads = await readForAcceptance(db, (refs) => tx.getAll(...refs), accountId, wanted);
      const now = services.now();
      const decided = decide(reads, now);
      const writes = writesOf(decided, reads, now);
      if (writes === null) return decided.decisions;
      writeAcceptance(db, tx, accountId, writes, null);
      tried.last = { decisions: decided.decisions, messageId: firstOf(writes) };
      const { balance, alerts } = decided;
      raiseAlerts(services, tx, terms, { accountId, account: reads.account, balance, alerts });
      return decided.decisions;
    });
  }

  return {
    async readFirst({ accountId, wanted }) {
      const until = contendedUntil.get(accountId) ?? 0;
      if (services.now().getTime() < until) return null;
      return readForAcceptance(db, (refs) => readTogether(db, refs), accountId, wanted);
    },
    async commit(batch, first) {
      const tried: Tried = { last: null };
      const decisions = first && (await commitDirectly(batch, first, tried));
      return decisions ?? commitInTransaction(batch, tried);
    },
  };
}

/**
 * What was written last. A commit may get through and its answer be lost: the client then runs it again, by itself, and finds its own
 * messages there.
 */
interface Tried {
  last: { decisions: Decision[]; messageId: string } | null;
}

function firstOf({ messages }: BatchWrites): string {
  return messages[0]?.id ?? "";
}

/** Null: nothing was accepted. */
function writesOf(
  { decisions, balance, rateWindow, spend }: BatchDecision,
  { lastRoutes }: BatchReads,
  now: Date,
): BatchWrites | null {
  const accepted = decisions.filter((decision) => decision.kind === "accepted");
  if (accepted.length === 0) return null;
  const records = accepted.flatMap(({ draft, balance }) =>
    draft.idempotency === null
      ? []
      : [[draft.idempotency.keyHash, idempotencyRecord(draft, balance)] as const],
  );
  return {
    messages: accepted.flatMap(({ messages }) => messages),
    knownContacts: new Set(lastRoutes.keys()),
    idempotency: new Map(records),
    ...{ balance, rateWindow, spend, now },
  };
}
