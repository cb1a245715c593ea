import { createRoute } from "@hono/zod-openapi";
import { listTopUps } from "../../billing/list-top-ups.ts";
import { ListTopUpsQuery, TopUpList } from "../../schema/api/billing.ts";
import { toApiTopUp } from "../billing-resources.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/top-ups",
  operationId: "listTopUps",
  summary: "List what was paid in, newest first, with receipts",
  tags: ["Billing"],
  security,
  request: { query: ListTopUpsQuery },
  responses: { 200: json(TopUpList, "A page."), ...refusals("invalid_request") },
});

export function registerListTopUps(app: Api): void {
  app.openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const after = cursor === undefined ? null : readCursor(cursor);
    const { payments, next } = await listTopUps(c.get("ctx"), { limit, after });
    return c.json(
      { data: payments.map(toApiTopUp), next_cursor: next === null ? null : writeCursor(next) },
      200,
    );
  });
}
