import { createRoute } from "@hono/zod-openapi";
import { inviteMember } from "../../accounts/invite-member.ts";
import { CreatedInvitation, InviteMemberRequest } from "../../schema/api/team.ts";
import { originOf } from "../origin.ts";
import { toApiInvitation } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/invitations",
  operationId: "inviteMember",
  summary: "Invite a person to the account",
  tags: ["Team"],
  security,
  request: { body: jsonBody(InviteMemberRequest) },
  responses: {
    201: json(CreatedInvitation, "The invitation, with the link to send, shown this once."),
    ...refusals("malformed_json", "invalid_request"),
  },
});

export function registerInviteMember(app: Api): void {
  app.openapi(route, async (c) => {
    const { token, invitation } = await inviteMember(c.get("ctx"), c.req.valid("json"));
    return c.json(
      { ...toApiInvitation(invitation), link: `${originOf(c.req.raw)}/join/${token}` },
      201,
    );
  });
}
