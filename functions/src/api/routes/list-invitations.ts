import { createRoute } from "@hono/zod-openapi";
import { listInvitations } from "../../accounts/list-invitations.ts";
import { InvitationList } from "../../schema/api/team.ts";
import { toApiInvitation } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/invitations",
  operationId: "listInvitations",
  summary: "List open invitations",
  tags: ["Team"],
  security,
  responses: { 200: json(InvitationList, "Those that can still be accepted."), ...refusals() },
});

export function registerListInvitations(app: Api): void {
  app.openapi(route, async (c) =>
    c.json({ data: (await listInvitations(c.get("ctx"))).map(toApiInvitation) }, 200),
  );
}
