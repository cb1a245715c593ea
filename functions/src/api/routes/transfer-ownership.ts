import { createRoute } from "@hono/zod-openapi";
import { transferOwnership } from "../../accounts/transfer-ownership.ts";
import { TransferOwnershipRequest } from "../../schema/api/team.ts";
import { type Api, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/account/transfer-ownership",
  operationId: "transferOwnership",
  summary: "Make another member the owner",
  tags: ["Team"],
  security,
  request: { body: jsonBody(TransferOwnershipRequest) },
  responses: {
    204: { description: "That member is the owner; you are an admin." },
    ...refusals("malformed_json", "invalid_request", "not_found", "forbidden", "conflict"),
  },
});

export function registerTransferOwnership(app: Api): void {
  app.openapi(route, async (c) => {
    await transferOwnership(c.get("ctx"), c.req.valid("json"));
    return c.body(null, 204);
  });
}
