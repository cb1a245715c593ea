import { createRoute, z } from "@hono/zod-openapi";
import { ApiWebhook, UpdateWebhookRequest } from "../../schema/api/webhook.ts";
import { updateWebhook } from "../../webhooks/update.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/webhooks/{id}",
  operationId: "updateWebhook",
  summary: "Change a webhook, or switch it off and on",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }), body: jsonBody(UpdateWebhookRequest) },
  responses: {
    200: json(ApiWebhook, "The webhook."),
    ...refusals("malformed_json", "invalid_request", "not_found"),
  },
});

export function registerUpdateWebhook(app: Api): void {
  app.openapi(route, async (c) => {
    const { device_ids, active, ...changes } = c.req.valid("json");
    const stored = await updateWebhook(c.get("ctx"), {
      ...c.req.valid("param"),
      ...changes,
      deviceIds: device_ids,
      isActive: active,
    });
    return c.json(toApiWebhook(stored), 200);
  });
}
