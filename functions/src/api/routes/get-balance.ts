import { createRoute } from "@hono/zod-openapi";
import { getBalance } from "../../accounts/get-balance.ts";
import { BalanceResponse } from "../../schema/api/billing.ts";
import { toApiBalance } from "../billing-resources.ts";
import { type Api, type ApiDependencies, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/balance",
  operationId: "getBalance",
  summary: "Read the balance",
  tags: ["Billing"],
  security,
  responses: { 200: json(BalanceResponse, "The balance."), ...refusals() },
});

export function registerGetBalance(app: Api, { billing, payments }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const ctx = c.get("ctx");
    const account = await getBalance(ctx);
    const terms = { ...billing, hasPayments: payments !== null };
    return c.json(toApiBalance(account, ctx.now(), terms), 200);
  });
}
