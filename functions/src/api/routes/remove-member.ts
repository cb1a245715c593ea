import { createRoute, z } from "@hono/zod-openapi";
import { removeMember } from "../../accounts/remove-member.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/members/{uid}",
  operationId: "removeMember",
  summary: "Remove a member, or leave",
  tags: ["Team"],
  security,
  request: { params: z.object({ uid: z.string() }) },
  responses: {
    204: { description: "That person is no member any more." },
    ...refusals("not_found", "conflict"),
  },
});

export function registerRemoveMember(app: Api): void {
  app.openapi(route, async (c) => {
    await removeMember(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
}
