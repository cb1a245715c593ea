import { createRoute } from "@hono/zod-openapi";
import { CreatedWebhook, CreateWebhookRequest } from "../../schema/api/webhook.ts";
import { createWebhook } from "../../webhooks/create.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/webhooks",
  operationId: "createWebhook",
  summary: "Subscribe an address to events",
  tags: ["Webhooks"],
  security,
  request: { body: jsonBody(CreateWebhookRequest) },
  responses: {
    201: json(CreatedWebhook, "The webhook, and its secret for the only time."),
    ...refusals("malformed_json", "invalid_request", "conflict"),
  },
});

export function registerCreateWebhook(app: Api): void {
  app.openapi(route, async (c) => {
    const { device_ids, ...request } = c.req.valid("json");
    const { secret, ...stored } = await createWebhook(c.get("ctx"), {
      ...request,
      deviceIds: device_ids,
    });
    return c.json({ ...toApiWebhook(stored), secret }, 201);
  });
}
