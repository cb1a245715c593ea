import { createRoute } from "@hono/zod-openapi";
import { readAccount } from "../../accounts/read.ts";
import { listUsage } from "../../billing/list-usage.ts";
import { ListUsageQuery, UsageList } from "../../schema/api/billing.ts";
import { toApiUsageDay } from "../billing-resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/usage",
  operationId: "listUsage",
  summary: "List what was sent and spent, day by day",
  description: "At most 366 days, oldest first; days without a message are there too.",
  tags: ["Billing"],
  security,
  request: { query: ListUsageQuery },
  responses: { 200: json(UsageList, "The days."), ...refusals("invalid_request") },
});

export function registerListUsage(app: Api): void {
  app.openapi(route, async (c) => {
    const ctx = c.get("ctx");
    const days = await listUsage(ctx, c.req.valid("query"));
    const { currency } = await readAccount(ctx, ctx.accountId);
    return c.json({ currency, data: days.map(toApiUsageDay) }, 200);
  });
}
