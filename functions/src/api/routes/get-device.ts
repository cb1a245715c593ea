import { createRoute, z } from "@hono/zod-openapi";
import { getDevice } from "../../devices/get.ts";
import { ApiDevice } from "../../schema/api/device.ts";
import { toApiDevice } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/devices/{id}",
  operationId: "getDevice",
  summary: "Read a phone",
  tags: ["Devices"],
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(ApiDevice, "The phone."), ...refusals("not_found") },
});

export function registerGetDevice(app: Api): void {
  app.openapi(route, async (c) => {
    const device = await getDevice(c.get("ctx"), { deviceId: c.req.valid("param").id });
    return c.json(toApiDevice(device, c.get("ctx").now()), 200);
  });
}
