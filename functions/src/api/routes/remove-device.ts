import { createRoute, z } from "@hono/zod-openapi";
import { removeDevice } from "../../devices/remove.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/devices/{id}",
  operationId: "removeDevice",
  summary: "Remove a phone",
  description:
    "What waited for it fails and gives its price back. A phone that holds the account's private token can pair again: rotate that token too.",
  tags: ["Devices"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: "The phone is removed." }, ...refusals("not_found") },
});

export function registerRemoveDevice(app: Api): void {
  app.openapi(route, async (c) => {
    await removeDevice(c.get("ctx"), { deviceId: c.req.valid("param").id });
    return c.body(null, 204);
  });
}
