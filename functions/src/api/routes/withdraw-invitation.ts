import { createRoute, z } from "@hono/zod-openapi";
import { withdrawInvitation } from "../../accounts/withdraw-invitation.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/invitations/{id}",
  operationId: "withdrawInvitation",
  summary: "Withdraw an invitation",
  tags: ["Team"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: "Its link no longer works." }, ...refusals("not_found") },
});

export function registerWithdrawInvitation(app: Api): void {
  app.openapi(route, async (c) => {
    await withdrawInvitation(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
}
