import { createRoute } from "@hono/zod-openapi";
import { listDevices } from "../../devices/list.ts";
import { DeviceList } from "../../schema/api/device.ts";
import { toApiDevice } from "../resources.ts";
import { type Api, json, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/devices",
  operationId: "listDevices",
  summary: "List the phones",
  tags: ["Devices"],
  security,
  responses: { 200: json(DeviceList, "All phones, oldest first."), ...refusals() },
});

export function registerListDevices(app: Api): void {
  app.openapi(route, async (c) => {
    const ctx = c.get("ctx");
    const devices = await listDevices(ctx);
    return c.json({ data: devices.map((device) => toApiDevice(device, ctx.now())) }, 200);
  });
}
