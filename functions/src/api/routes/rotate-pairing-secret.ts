import { createRoute } from "@hono/zod-openapi";
import { rotatePairingSecret } from "../../devices/rotate-pairing-secret.ts";
import { PairingSecretResponse } from "../../schema/api/device.ts";
import { phoneUrlOf } from "../origin.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/pairing-secret",
  operationId: "rotatePairingSecret",
  summary: "Get a new private token for phones",
  description: "The old one pairs no phone any more. Phones that are paired stay.",
  tags: ["Devices"],
  security,
  responses: { 201: json(PairingSecretResponse, "The token, shown this once."), ...refusals() },
});

export function registerRotatePairingSecret(app: Api): void {
  app.openapi(route, async (c) => {
    const { privateToken } = await rotatePairingSecret(c.get("ctx"));
    return c.json({ private_token: privateToken, server_url: phoneUrlOf(c.req.raw) }, 201);
  });
}
