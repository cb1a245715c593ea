import { createRoute, z } from "@hono/zod-openapi";
import { RotatedSecret } from "../../schema/api/webhook.ts";
import { rotateWebhookSecret } from "../../webhooks/rotate-secret.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Get a new signing secret",
  description: "For a day each delivery carries a signature of the new secret and one of the old.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: json(RotatedSecret, "The new secret, for the only time."),
    ...refusals("not_found"),
  },
});

export function registerRotateWebhookSecret(app: Api): void {
  app.openapi(route, async (c) => {
    const { secret, previousUntil } = await rotateWebhookSecret(c.get("ctx"), c.req.valid("param"));
    return c.json({ secret, previous_secret_expires_at: previousUntil.toISOString() }, 200);
  });
}
