import {
  BalanceResponse,
  OpenedPortal,
  StartedTopUp,
  TopUpList,
} from "@handset/functions/schema/api/billing.ts";
import { type Api, CsvPage, newIdempotencyKey } from "../../api.ts";

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

export const listTopUps = (api: Api, accountId: string, cursor?: string) =>
  api({ path: "/top-ups", query: { cursor }, answer: TopUpList, accountId });

const LINES_PER_PAGE = 1000;

export const readLedgerCsv = (api: Api, accountId: string, cursor: string | undefined) =>
  api({
    path: "/ledger",
    query: { format: "csv", limit: LINES_PER_PAGE, cursor },
    isCsv: true,
    answer: CsvPage,
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

export interface AutoTopUpSettings {
  isOn: boolean;
  threshold: number;
  amount: number;
}

export const saveAutoTopUp = (api: Api, accountId: string, settings: AutoTopUpSettings) =>
  api({
    method: "PATCH",
    path: "/balance-settings",
    body: {
      auto_top_up: {
        enabled: settings.isOn,
        threshold: settings.threshold,
        amount: settings.amount,
      },
    },
    answer: BalanceResponse,
    accountId,
  });
