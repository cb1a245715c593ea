import {
  BalanceResponse,
  OpenedPortal,
  StartedTopUp,
} from "@handset/functions/schema/api/billing.ts";
import { type Api, newIdempotencyKey } from "../../api.ts";

export const readBalance = (api: Api, accountId: string) =>
  api({ path: "/balance", answer: BalanceResponse, accountId });

export const startTopUp = (
  api: Api,
  accountId: string,
  topUp: { amount: number; saveCard: boolean; returnPath: string },
) =>
  api({
    method: "POST",
    path: "/top-ups",
    body: { amount: topUp.amount, save_card: topUp.saveCard, return_path: topUp.returnPath },
    answer: StartedTopUp,
    idempotencyKey: newIdempotencyKey(),
    accountId,
  });

export interface AlertSettings {
  lowBalanceThreshold: number | null;
  billingEmail: string | null;
  spendPerDayMax: number | null;
}

export const saveAlerts = (api: Api, accountId: string, settings: AlertSettings) =>
  api({
    method: "PATCH",
    path: "/balance-settings",
    body: {
      low_balance_threshold: settings.lowBalanceThreshold,
      billing_email: settings.billingEmail,
      spend_per_day_max: settings.spendPerDayMax,
    },
    answer: BalanceResponse,
    accountId,
  });

export const openPortal = (api: Api, accountId: string, returnPath: string) =>
  api({
    method: "POST",
    path: "/billing-portal",
    body: { return_path: returnPath },
    answer: OpenedPortal,
    accountId,
  });
