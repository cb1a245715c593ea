import { createRoute } from "@hono/zod-openapi";
import { updateAccount } from "../../accounts/update.ts";
import { ApiAccount, UpdateAccountRequest } from "../../schema/api/team.ts";
import { toApiAccount } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/account",
  operationId: "updateAccount",
  summary: "Change the account's name and settings",
  tags: ["Account"],
  security,
  request: { body: jsonBody(UpdateAccountRequest) },
  responses: {
    200: json(ApiAccount, "The account."),
    ...refusals("malformed_json", "invalid_request"),
  },
});

export function registerUpdateAccount(app: Api): void {
  app.openapi(route, async (c) => {
    const { name, settings } = c.req.valid("json");
    const ctx = c.get("ctx");
    const account = await updateAccount(ctx, {
      ...(name !== undefined && { name }),
      settings: {
        ...(settings?.default_country !== undefined && {
          defaultCountry: settings.default_country,
        }),
        ...(settings?.message_ttl_seconds !== undefined && {
          messageTtlSeconds: settings.message_ttl_seconds,
        }),
      },
    });
    return c.json(toApiAccount(ctx.accountId, account), 200);
  });
}
