import { createRoute } from "@hono/zod-openapi";
import { readAccount } from "../../accounts/read.ts";
import { readOwnKey } from "../../api-keys/read-own.ts";
import { ApiMe } from "../../schema/api/webhook.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/me",
  operationId: "getMe",
  summary: "See which account and key a request acts for",
  description: "For connection tests: any key may ask.",
  tags: ["Account"],
  security,
  responses: { 200: json(ApiMe, "The account, and the key where a key was used."), ...refusals() },
});

export function registerGetMe(app: Api): void {
  app.openapi(route, async (c) => {
    const ctx = c.get("ctx");
    const [{ name }, key] = await Promise.all([readAccount(ctx, ctx.accountId), readOwnKey(ctx)]);
    return c.json(
      {
        account: { id: ctx.accountId, name },
        api_key: key && { name: key.name, prefix: key.prefix },
        label: key === null ? name : `${name} (${key.prefix}…)`,
      },
      200,
    );
  });
}
