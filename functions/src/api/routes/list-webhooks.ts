import { createRoute } from "@hono/zod-openapi";
import { WebhookList } from "../../schema/api/webhook.ts";
import { listWebhooks } from "../../webhooks/list.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/webhooks",
  operationId: "listWebhooks",
  summary: "List the webhooks",
  tags: ["Webhooks"],
  security,
  responses: { 200: json(WebhookList, "All webhooks, oldest first."), ...refusals() },
});

export function registerListWebhooks(app: Api): void {
  app.openapi(route, async (c) =>
    c.json({ data: (await listWebhooks(c.get("ctx"))).map(toApiWebhook) }, 200),
  );
}
