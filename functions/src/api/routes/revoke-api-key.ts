import { createRoute, z } from "@hono/zod-openapi";
import { revokeApiKey } from "../../api-keys/revoke.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/api-keys/{id}",
  operationId: "revokeApiKey",
  summary: "Revoke an API key",
  tags: ["API keys"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: "The key is refused from now on." }, ...refusals("not_found") },
});

export function registerRevokeApiKey(app: Api): void {
  app.openapi(route, async (c) => {
    await revokeApiKey(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
}
