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
  app.openapi(route, async (c) =>
    c.json({ data: (await listDevices(c.get("ctx"))).map(toApiDevice) }, 200),
  );
}
