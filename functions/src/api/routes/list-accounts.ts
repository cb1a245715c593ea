import { createRoute } from "@hono/zod-openapi";
import { listAccounts } from "../../accounts/list.ts";
import { AccountList } from "../../schema/api/team.ts";
import { toApiAccount } from "../resources.ts";
import { type Api, type ApiDependencies, json, refusals, userSecurity } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/accounts",
  operationId: "listAccounts",
  summary: "List the accounts of the person signed in",
  tags: ["Account"],
  security: userSecurity,
  responses: { 200: json(AccountList, "The accounts, with the role in each."), ...refusals() },
});

export function registerListAccounts(app: Api, { services }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const memberships = await listAccounts(services, c.get("user"));
    return c.json(
      {
        data: memberships.map(({ accountId, account, member }) => ({
          ...toApiAccount(accountId, account),
          role: member.role,
        })),
      },
      200,
    );
  });
}
