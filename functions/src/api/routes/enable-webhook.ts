import { createRoute, z } from "@hono/zod-openapi";
import { ApiWebhook } from "../../schema/api/webhook.ts";
import { updateWebhook } from "../../webhooks/update.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/enable",
  operationId: "enableWebhook",
  summary: "Switch a webhook on again",
  description: "What failed meanwhile is delivered by `redeliver-failed`, not by itself.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiWebhook, "The webhook."), ...refusals("not_found") },
});

export function registerEnableWebhook(app: Api): void {
  app.openapi(route, async (c) => {
    const stored = await updateWebhook(c.get("ctx"), { ...c.req.valid("param"), isActive: true });
    return c.json(toApiWebhook(stored), 200);
  });
}
