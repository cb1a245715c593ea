import { createRoute, z } from "@hono/zod-openapi";
import { ApiDelivery } from "../../schema/api/webhook.ts";
import { sendTestEvent } from "../../webhooks/send-test.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiDelivery } from "../webhook-resources.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/test",
  operationId: "testWebhook",
  summary: "Send a test.ping and see what the address answers",
  description: "Tried once, at most 15 seconds long. It is sent to a webhook that is off, too.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: json(ApiDelivery, "What became of it: `status` is `delivered` or `failed`."),
    ...refusals("not_found"),
  },
});

export function registerTestWebhook(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiDelivery(await sendTestEvent(c.get("ctx"), c.req.valid("param"))), 200),
  );
}
