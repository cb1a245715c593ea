import { createRoute } from "@hono/zod-openapi";
import { createPairing } from "../../devices/create-pairing.ts";
import { PairingResponse } from "../../schema/api/device.ts";
import { phoneUrlOf } from "../origin.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/pairings",
  operationId: "createPairing",
  summary: "Get a code that pairs a phone",
  tags: ["Devices"],
  security,
  responses: {
    201: json(PairingResponse, "A code for one phone, good for ten minutes."),
    ...refusals(),
  },
});

export function registerCreatePairing(app: Api): void {
  app.openapi(route, async (c) => {
    const { code, expiresAt } = await createPairing(c.get("ctx"));
    return c.json(
      {
        code,
        expires_at: expiresAt.toISOString(),
        server_url: phoneUrlOf(c.req.raw),
      },
      201,
    );
  });
}
