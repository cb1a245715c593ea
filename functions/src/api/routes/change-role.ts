import { createRoute, z } from "@hono/zod-openapi";
import { changeRole } from "../../accounts/change-role.ts";
import { ApiMember, ChangeRoleRequest } from "../../schema/api/team.ts";
import { toApiMember } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/members/{uid}",
  operationId: "changeRole",
  summary: "Change a member's role",
  tags: ["Team"],
  security,
  request: { params: z.object({ uid: z.string() }), body: jsonBody(ChangeRoleRequest) },
  responses: {
    200: json(ApiMember, "The member."),
    ...refusals("malformed_json", "invalid_request", "not_found", "conflict"),
  },
});

export function registerChangeRole(app: Api): void {
  app.openapi(route, async (c) => {
    const member = await changeRole(c.get("ctx"), {
      ...c.req.valid("param"),
      ...c.req.valid("json"),
    });
    return c.json(toApiMember(member), 200);
  });
}
