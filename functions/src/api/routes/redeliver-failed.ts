import { createRoute, z } from "@hono/zod-openapi";
import { ApiWebhook, RedeliverFailedRequest } from "../../schema/api/webhook.ts";
import { redeliverFailed } from "../../webhooks/redeliver-failed.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";
import { toApiWebhook } from "../webhook-resources.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/redeliver-failed",
  operationId: "redeliverFailed",
  summary: "Redeliver everything that failed since a moment",
  description:
    "Oldest first, ten a second, at most 10,000 in one run. `redelivery` of the webhook shows how far it has come.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }), body: jsonBody(RedeliverFailedRequest) },
  responses: {
    202: json(ApiWebhook, "The webhook, with the run under `redelivery`."),
    ...refusals("malformed_json", "invalid_request", "not_found", "conflict"),
  },
});

export function registerRedeliverFailed(app: Api): void {
  app.openapi(route, async (c) => {
    const stored = await redeliverFailed(c.get("ctx"), {
      ...c.req.valid("param"),
      since: new Date(c.req.valid("json").since),
    });
    return c.json(toApiWebhook(stored), 202);
  });
}
