import { createRoute, z } from "@hono/zod-openapi";
import { EventSamples } from "../../schema/api/webhook.ts";
import { EventType } from "../../schema/event.ts";
import { sampleEvents } from "../event-samples.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/events/samples/{type}",
  operationId: "listEventSamples",
  summary: "See what an event looks like",
  description:
    "The newest three of the account's own, or one made-up event where there is none yet. A list, as automation tools want it.",
  tags: ["Webhooks"],
  security,
  request: { params: z.object({ type: EventType }) },
  responses: {
    200: json(EventSamples, "One to three events, newest first."),
    ...refusals("invalid_request", "not_found"),
  },
});

export function registerListEventSamples(app: Api): void {
  app.openapi(route, async (c) =>
    c.json(await sampleEvents(c.get("ctx"), c.req.valid("param").type), 200),
  );
}
