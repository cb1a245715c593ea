import { createRoute, z } from "@hono/zod-openapi";
import { acceptInvitation } from "../../accounts/accept-invitation.ts";
import { JoinedAccount } from "../../schema/api/team.ts";
import { type Api, type ApiDependencies, json, refusals, userSecurity } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/invitations/{token}/accept",
  operationId: "acceptInvitation",
  summary: "Join the account that the link invites to",
  tags: ["Team"],
  security: userSecurity,
  request: { params: z.object({ token: z.string() }) },
  responses: {
    200: json(JoinedAccount, "The person signed in is a member now."),
    ...refusals("not_found", "forbidden", "conflict"),
  },
});

export function registerAcceptInvitation(app: Api, { services }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { accountId, role } = await acceptInvitation(
      services,
      c.get("user"),
      c.req.valid("param"),
    );
    return c.json({ account_id: accountId, role }, 200);
  });
}
