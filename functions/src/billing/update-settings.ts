import { readAccountIn } from "../accounts/read.ts";
import { updateAccountIn } from "../accounts/update-in.ts";
import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import type { Account, AutoTopUp } from "../schema/account.ts";
import type { Micros } from "../schema/money.ts";
import { decideAlerts } from "./alerts.ts";
import { checkTopUpAmount } from "./check-top-up-amount.ts";
import { raiseAlerts } from "./raise-alerts.ts";
import type { BillingTerms } from "./terms.ts";

export interface UpdateSettingsInput {
  lowBalanceThreshold?: Micros | null | undefined;
  billingEmail?: string | null | undefined;
  spendPerDayMax?: Micros | null | undefined;
  autoTopUp?: Pick<AutoTopUp, "isOn" | "threshold" | "amount"> | null | undefined;
}

/** Changes what was given. An automatic top-up that is switched on while the balance is below its threshold charges at once. */
export async function updateBillingSettings(
  ctx: Context,
  terms: BillingTerms,
  input: UpdateSettingsInput,
): Promise<Account> {
  requireScope(ctx, "account:admin");
  return withTransaction(ctx, async (tx) => {
    const before = await readAccountIn(ctx.db, tx, ctx.accountId);
    if (before === null) throw notFound("account");
    const changes = changesOf(before, input, terms);
    const account = { ...before, ...changes };
    updateAccountIn(ctx.db, tx, ctx.accountId, changes);
    recordAudit(ctx, tx, "billing.changed", ctx.accountId, detailsOf(input));
    const { accountId } = ctx;
    const { balance } = account;
    const { needsTopUp } = decideAlerts(account, { before: balance, after: balance }, ctx.now());
    const alerts = { needsTopUp, isLow: false };
    raiseAlerts(ctx, tx, terms, { accountId, account, balance, alerts });
    return account;
  });
}

function changesOf(
  account: Account,
  { lowBalanceThreshold, billingEmail, spendPerDayMax, autoTopUp }: UpdateSettingsInput,
  terms: BillingTerms,
): Partial<Account> {
  return {
    ...(lowBalanceThreshold !== undefined && { lowBalanceThreshold }),
    ...(billingEmail !== undefined && { billingEmail }),
    ...(spendPerDayMax !== undefined && { limits: { ...account.limits, spendPerDayMax } }),
    ...(autoTopUp !== undefined && { autoTopUp: autoTopUpOf(account, autoTopUp, terms) }),
  };
}

const NEVER_ASKED: AutoTopUp["asked"] = { day: "", count: 0 };

function autoTopUpOf(
  account: Account,
  wanted: Pick<AutoTopUp, "isOn" | "threshold" | "amount"> | null,
  terms: BillingTerms,
): AutoTopUp | null {
  if (wanted === null) return null;
  checkTopUpAmount("auto_top_up.amount", wanted.amount, account.currency, terms);
  if (wanted.isOn && account.card === null) {
    throw new GatewayError(
      "conflict",
      "Top up once and keep the card (`save_card`): there is none.",
    );
  }
  const { pendingId = null, asked = NEVER_ASKED } = account.autoTopUp ?? {};
  return { ...wanted, asked, pendingId, failure: null };
}

function detailsOf(input: UpdateSettingsInput): Record<string, string | number | boolean | null> {
  const { autoTopUp, ...others } = input;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Record<string, string | number | null>),
    ...(autoTopUp !== undefined && { autoTopUp: autoTopUp?.isOn ?? null }),
  };
}
