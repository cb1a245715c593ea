import { createRoute, z } from "@hono/zod-openapi";
import { cancelMessage } from "../../messages/cancel.ts";
import { ApiMessage } from "../../schema/api/message.ts";
import { toApiMessage } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/messages/{id}/cancel",
  operationId: "cancelMessage",
  summary: "Cancel a message that is not sent yet",
  description:
    "A message that no phone holds is canceled at once. One that a phone holds is canceled when the phone confirms it; until then its status stays.",
  tags: ["Messages"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiMessage, "The message."), ...refusals("not_found", "not_cancelable") },
});

export function registerCancelMessage(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(toApiMessage(await cancelMessage(c.get("ctx"), c.req.valid("param"))), 200),
  );
}
