import { createRoute } from "@hono/zod-openapi";
import { updateBillingSettings } from "../../billing/update-settings.ts";
import { BalanceResponse, UpdateBalanceSettingsRequest } from "../../schema/api/billing.ts";
import { toApiBalance } from "../billing-resources.ts";
import { type Api, type ApiDependencies, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/balance-settings",
  operationId: "updateBalanceSettings",
  summary: "Change the threshold, the caps and the automatic top-up",
  tags: ["Billing"],
  security,
  request: { body: jsonBody(UpdateBalanceSettingsRequest) },
  responses: {
    200: json(BalanceResponse, "The balance and its settings."),
    ...refusals("malformed_json", "invalid_request", "conflict"),
  },
});

export function registerUpdateBalanceSettings(
  app: Api,
  { payments, billing }: ApiDependencies,
): void {
  app.openapi(route, async (c) => {
    const ctx = c.get("ctx");
    const request = c.req.valid("json");
    const { auto_top_up: automatic } = request;
    const account = await updateBillingSettings(ctx, billing, {
      lowBalanceThreshold: request.low_balance_threshold,
      billingEmail: request.billing_email,
      spendPerDayMax: request.spend_per_day_max,
      autoTopUp: automatic && {
        isOn: automatic.enabled,
        threshold: automatic.threshold,
        amount: automatic.amount,
      },
    });
    const terms = { ...billing, hasPayments: payments !== null };
    return c.json(toApiBalance(account, ctx.now(), terms), 200);
  });
}
