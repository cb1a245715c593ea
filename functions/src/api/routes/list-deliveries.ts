import { createRoute, z } from "@hono/zod-openapi";
import { DeliveryList, ListDeliveriesQuery } from "../../schema/api/webhook.ts";
import { listDeliveries } from "../../webhooks/list-deliveries.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiDeliverySummary } from "../webhook-resources.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/webhooks/{id}/deliveries",
  operationId: "listDeliveries",
  summary: "List what was delivered to a webhook, newest first",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }), query: ListDeliveriesQuery },
  responses: { 200: json(DeliveryList, "A page."), ...refusals("invalid_request", "not_found") },
});

export function registerListDeliveries(app: Api): void {
  app.openapi(route, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const page = await listDeliveries(c.get("ctx"), {
      webhookId: c.req.valid("param").id,
      status: filter.status,
      eventType: filter.event,
      createdAfter: toDate(filter.created_after),
      createdBefore: toDate(filter.created_before),
      limit,
      after: cursor === undefined ? null : readCursor(cursor),
    });
    return c.json(
      {
        data: page.deliveries.map(toApiDeliverySummary),
        next_cursor: page.next === null ? null : writeCursor(page.next),
      },
      200,
    );
  });
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
