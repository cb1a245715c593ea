import { createRoute, z } from "@hono/zod-openapi";
import { ApiWebhook } from "../../schema/api/webhook.ts";
import { getWebhook } from "../../webhooks/get.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/webhooks/{id}",
  operationId: "getWebhook",
  summary: "Read a webhook",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiWebhook, "The webhook."), ...refusals("not_found") },
});

export function registerGetWebhook(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiWebhook(await getWebhook(c.get("ctx"), c.req.valid("param"))), 200),
  );
}
