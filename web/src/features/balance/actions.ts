import {
  BalanceResponse,
  OpenedPortal,
  StartedTopUp,
  TopUpList,
} from "@handset/functions/schema/api/billing.ts";
import { type Api, parsed, SLOW_TIMEOUT_MS } from "../../api.ts";

export const readBalance = (api: Api, accountId: string) =>
  parsed(BalanceResponse, api.call("getBalance", {}, { accountId }));

export const startTopUp = (
  api: Api,
  accountId: string,
  topUp: { amount: number; saveCard: boolean; returnPath: string },
) => {
  const body = {
    amount: topUp.amount,
    save_card: topUp.saveCard,
    return_path: topUp.returnPath,
  };
  const options = { accountId, timeoutMs: SLOW_TIMEOUT_MS };
  return parsed(StartedTopUp, api.call("startTopUp", { body }, options));
};

export const listTopUps = (api: Api, accountId: string, cursor?: string) =>
  parsed(TopUpList, api.call("listTopUps", { query: { cursor } }, { accountId }));

const LINES_PER_PAGE = 1000;

export const readLedgerCsv = (api: Api, accountId: string, cursor: string | undefined) =>
  api.readCsv("listLedger", { query: { limit: LINES_PER_PAGE, cursor } }, { accountId });

export interface AlertSettings {
  lowBalanceThreshold: number | null;
  billingEmail: string | null;
  spendPerDayMax: number | null;
}

export const saveAlerts = (api: Api, accountId: string, settings: AlertSettings) => {
  const body = {
    low_balance_threshold: settings.lowBalanceThreshold,
    billing_email: settings.billingEmail,
    spend_per_day_max: settings.spendPerDayMax,
  };
  return parsed(BalanceResponse, api.call("updateBalanceSettings", { body }, { accountId }));
};

export const openPortal = (api: Api, accountId: string, returnPath: string) => {
  const body = { return_path: returnPath };
  const options = { accountId, timeoutMs: SLOW_TIMEOUT_MS };
  return parsed(OpenedPortal, api.call("openBillingPortal", { body }, options));
};

export interface AutoTopUpSettings {
  isOn: boolean;
  threshold: number;
  amount: number;
}

export const saveAutoTopUp = (api: Api, accountId: string, settings: AutoTopUpSettings) => {
  const { isOn, threshold, amount } = settings;
  const body = { auto_top_up: { enabled: isOn, threshold, amount } };
  const options = { accountId, timeoutMs: SLOW_TIMEOUT_MS };
  return parsed(BalanceResponse, api.call("updateBalanceSettings", { body }, options));
};
