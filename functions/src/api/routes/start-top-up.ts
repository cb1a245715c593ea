import { createRoute, z } from "@hono/zod-openapi";
import { startTopUp } from "../../billing/start-top-up.ts";
import { StartedTopUp, StartTopUpRequest } from "../../schema/api/billing.ts";
import { originOf } from "../origin.ts";
import { type Api, type ApiDependencies, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/top-ups",
  operationId: "startTopUp",
  summary: "Start a top-up: get the address of Stripe's page",
  description: "The balance grows when Stripe says that it was paid, seconds after it was.",
  tags: ["Billing"],
  security,
  request: {
    headers: z.object({
      "idempotency-key": z.string().min(1).max(150).optional().meta({
        description: "Any text of yours. The same key within 24 hours gives the same page.",
      }),
    }),
    body: jsonBody(StartTopUpRequest),
  },
  responses: {
    201: json(StartedTopUp, "The page, to send the payer to."),
    ...refusals("malformed_json", "invalid_request", "payments_off", "payments_unavailable"),
  },
});

export function registerStartTopUp(app: Api, { payments, billing }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { amount, save_card, return_path } = c.req.valid("json");
    const { id, url, expiresAt } = await startTopUp(
      c.get("ctx"),
      { payments, terms: billing },
      {
        amount,
        savesCard: save_card,
        returnUrl: `${originOf(c.req.raw)}${return_path}`,
        idempotencyKey: c.req.valid("header")["idempotency-key"] ?? null,
      },
    );
    return c.json({ id, checkout_url: url, expires_at: expiresAt.toISOString() }, 201);
  });
}
