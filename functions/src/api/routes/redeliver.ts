import { createRoute, z } from "@hono/zod-openapi";
import { ApiDelivery } from "../../schema/api/webhook.ts";
import { redeliver } from "../../webhooks/redeliver.ts";
import { type Api, json, refusals, security } from "../route.ts";
import { toApiDelivery } from "../webhook-resources.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/deliveries/{id}/redeliver",
  operationId: "redeliver",
  summary: "Redeliver, with another three days of attempts",
  description: "The same bytes under the same `webhook-id`, with a new timestamp and signature.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    202: json(ApiDelivery, "It is pending again."),
    ...refusals("not_found", "conflict"),
  },
});

export function registerRedeliver(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiDelivery(await redeliver(c.get("ctx"), c.req.valid("param"))), 202),
  );
}
