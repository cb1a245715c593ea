import { createRoute, z } from "@hono/zod-openapi";
import { ApiDelivery } from "../../schema/api/webhook.ts";
import { getDelivery } from "../../webhooks/get-delivery.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiDelivery } from "../webhook-resources.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/deliveries/{id}",
  operationId: "getDelivery",
  summary: "Read a delivery with its payload and attempts",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiDelivery, "The delivery."), ...refusals("not_found") },
});

export function registerGetDelivery(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiDelivery(await getDelivery(c.get("ctx"), c.req.valid("param"))), 200),
  );
}
