import { createRoute, z } from "@hono/zod-openapi";
import { getMessage } from "../../messages/get.ts";
import { ApiMessage } from "../../schema/api/message.ts";
import { toApiMessage } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/messages/{id}",
  operationId: "getMessage",
  summary: "Read a message and how far it came",
  tags: ["Messages"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiMessage, "The message."), ...refusals("not_found") },
});

export function registerGetMessage(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiMessage(await getMessage(c.get("ctx"), c.req.valid("param"))), 200),
  );
}
