import { createRoute, z } from "@hono/zod-openapi";
import { sha256 } from "../../ids.ts";
import type { Acceptance } from "../../messages/accept.ts";
import type { AcceptMessagesInput } from "../../messages/draft.ts";
import { SendRequest, SendResponse } from "../../schema/api/message.ts";
import { toAcceptedMessage } from "../resources.ts";
import { type Api, type ApiDependencies, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/send",
  operationId: "sendMessage",
  summary: "Send an SMS",
  tags: ["Messages"],
  security,
  request: {
    headers: z.object({
      "idempotency-key": z.string().min(1).max(255).optional().meta({
        description:
          "Any text of yours. The same key within 24 hours gives the same answer and sends nothing again.",
      }),
    }),
    body: { required: true, content: { "application/json": { schema: SendRequest } } },
  },
  responses: {
    202: json(
      SendResponse,
      "Accepted: the phone is being woken. A list of recipients gets a list of messages.",
    ),
    ...refusals(
      "malformed_json",
      "invalid_request",
      "insufficient_balance",
      "spend_cap_reached",
      "not_found",
      "no_device",
      "devices_paused",
      "idempotency_key_reused",
      "body_too_large",
      "rate_limited",
    ),
  },
});

export function registerSendMessage(app: Api, { acceptMessages }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const request = c.req.valid("json");
    const acceptance = await acceptMessages(
      c.get("ctx"),
      toInput(request, c.req.valid("header")["idempotency-key"]),
    );
    const { limit, remaining, resetSeconds } = acceptance.rateLimit;
    c.header("RateLimit-Policy", `"messages";q=${limit};w=60`);
    c.header("RateLimit", `"messages";r=${remaining};t=${resetSeconds}`);
    if (acceptance.isReplay) c.header("Idempotency-Replayed", "true");
    return c.json(toResponse(acceptance, Array.isArray(request.to)), 202);
  });
}

function toInput(request: SendRequest, idempotencyKey: string | undefined): AcceptMessagesInput {
  return {
    to: Array.isArray(request.to) ? request.to : [request.to],
    isList: Array.isArray(request.to),
    body: request.message,
    deviceId: request.device_id ?? null,
    simSlot: request.sim_slot ?? null,
    from: request.from ?? null,
    sendAt: toDate(request.send_at),
    expiresAt: toDate(request.expires_at),
    priority: request.priority,
    metadata: request.metadata,
    idempotency:
      idempotencyKey === undefined
        ? null
        : { keyHash: sha256(idempotencyKey), requestHash: sha256(JSON.stringify(request)) },
  };
}

function toDate(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}

function toResponse({ messages, balance }: Acceptance, isList: boolean): SendResponse {
  const accepted = messages.map(toAcceptedMessage);
  const [only] = accepted;
  if (!isList && only !== undefined) return { ...only, balance };
  return {
    messages: accepted,
    price: accepted.reduce((sum, { price }) => sum + price, 0),
    balance,
  };
}
