import { createRoute, z } from "@hono/zod-openapi";
import { deleteWebhook } from "../../webhooks/delete.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/webhooks/{id}",
  operationId: "deleteWebhook",
  summary: "Unsubscribe",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    204: { description: "It is gone. What still waited for it is not delivered." },
    ...refusals("not_found"),
  },
});

export function registerDeleteWebhook(app: Api): void {
  app.openapi(route, async (c) => {
    await deleteWebhook(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
}
