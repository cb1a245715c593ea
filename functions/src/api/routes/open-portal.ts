import { createRoute } from "@hono/zod-openapi";
import { openPortal } from "../../billing/open-portal.ts";
import { OpenedPortal, OpenPortalRequest } from "../../schema/api/billing.ts";
import { originOf } from "../origin.ts";
import { type Api, type ApiDependencies, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/billing-portal",
  operationId: "openBillingPortal",
  summary: "Get a link to Stripe's pages for cards and invoices",
  tags: ["Billing"],
  security,
  request: { body: jsonBody(OpenPortalRequest) },
  responses: {
    201: json(OpenedPortal, "The link. It ends soon."),
    ...refusals("malformed_json", "invalid_request", "payments_off", "payments_unavailable"),
  },
});

export function registerOpenPortal(app: Api, { payments, billing }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { return_path } = c.req.valid("json");
    const returnUrl = `${originOf(c.req.raw)}${return_path}`;
    const dependencies = { payments, terms: billing };
    return c.json(await openPortal(c.get("ctx"), dependencies, { returnUrl }), 201);
  });
}
