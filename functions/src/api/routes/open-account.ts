import { createRoute, z } from "@hono/zod-openapi";
import { openAccountForUser } from "../../accounts/open-for-user.ts";
import { accountTerms } from "../../config.ts";
import { OpenAccountRequest, OpenedAccount } from "../../schema/api/team.ts";
import { toApiAccount } from "../resources.ts";
import {
  type Api,
  type ApiDependencies,
  json,
  jsonBody,
  refusals,
  userSecurity,
} from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/accounts",
  operationId: "openAccount",
  summary: "Open an account for the person signed in",
  tags: ["Account"],
  security: userSecurity,
  request: {
    headers: z.object({ "idempotency-key": z.string().min(1).max(255).optional() }),
    body: jsonBody(OpenAccountRequest),
  },
  responses: {
    201: json(OpenedAccount, "The account, and a first key, shown this once."),
    ...refusals("malformed_json", "invalid_request"),
  },
});

export function registerOpenAccount(app: Api, { services }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const opened = await openAccountForUser(services, c.get("user"), accountTerms(), {
      name: c.req.valid("json").name,
      idempotencyKey: c.req.valid("header")["idempotency-key"] ?? c.get("requestId"),
    });
    return c.json(
      { account: toApiAccount(opened.accountId, opened.account), api_key: opened.key },
      201,
    );
  });
}
