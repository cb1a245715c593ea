import { createRoute } from "@hono/zod-openapi";
import { getBalance } from "../../accounts/get-balance.ts";
import { BalanceResponse } from "../../schema/api/account.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/balance",
  operationId: "getBalance",
  summary: "Read the balance",
  tags: ["Account"],
  security,
  responses: { 200: json(BalanceResponse, "The balance."), ...refusals() },
});

export function registerGetBalance(app: Api): void {
  app.openapi(route, async (c) => {
    const { balance, currency, pricePerSegment } = await getBalance(c.get("ctx"));
    return c.json({ balance, currency, price_per_segment: pricePerSegment }, 200);
  });
}
