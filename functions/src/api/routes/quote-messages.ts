import { createRoute } from "@hono/zod-openapi";
import { QuoteRequest, QuoteResponse } from "../../schema/api/billing.ts";
import { type Api, type ApiDependencies, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/quote",
  operationId: "quoteMessages",
  summary: "Ask what a send would cost",
  tags: ["Billing"],
  security,
  request: { body: jsonBody(QuoteRequest) },
  responses: {
    200: json(QuoteResponse, "What it would cost now."),
    ...refusals("malformed_json", "invalid_request"),
  },
});

export function registerQuoteMessages(app: Api, { quoteMessages }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { to, message } = c.req.valid("json");
    const isList = Array.isArray(to);
    const quote = await quoteMessages(c.get("ctx"), {
      to: isList ? to : [to],
      isList,
      body: message,
    });
    return c.json(
      {
        price: quote.price,
        currency: quote.account.currency,
        balance: quote.account.balance,
        segments: quote.segments,
        encoding: quote.encoding,
        messages: quote.recipients,
      },
      200,
    );
  });
}
