import { createRoute } from "@hono/zod-openapi";
import { listApiKeys } from "../../api-keys/list.ts";
import { ApiKeyList } from "../../schema/api/account.ts";
import { toApiApiKey } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/api-keys",
  operationId: "listApiKeys",
  summary: "List the API keys",
  tags: ["API keys"],
  security,
  responses: { 200: json(ApiKeyList, "The newest 200, revoked ones too."), ...refusals() },
});

export function registerListApiKeys(app: Api): void {
  app.openapi(route, async (c) =>
    c.json({ data: (await listApiKeys(c.get("ctx"))).map(toApiApiKey) }, 200),
  );
}
