import { createRoute } from "@hono/zod-openapi";
import { issueApiKey } from "../../api-keys/issue.ts";
import { IssueApiKeyRequest, IssuedApiKey } from "../../schema/api/account.ts";
import { toApiApiKey } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/api-keys",
  operationId: "issueApiKey",
  summary: "Make an API key",
  tags: ["API keys"],
  security,
  request: { body: jsonBody(IssueApiKeyRequest) },
  responses: {
    201: json(IssuedApiKey, "The key. It is shown this once."),
    ...refusals("malformed_json", "invalid_request"),
  },
});

export function registerIssueApiKey(app: Api): void {
  app.openapi(route, async (c) => {
    const { name, scopes, spend_per_day_max, expires_at } = c.req.valid("json");
    const { key, apiKey } = await issueApiKey(c.get("ctx"), {
      name,
      scopes,
      spendPerDayMax: spend_per_day_max ?? null,
      expiresAt: expires_at === undefined ? null : new Date(expires_at),
    });
    return c.json({ ...toApiApiKey(apiKey), key }, 201);
  });
}
