import { createRoute, z } from "@hono/zod-openapi";
import { updateDevice } from "../../devices/update.ts";
import { ApiDevice, UpdateDeviceRequest } from "../../schema/api/device.ts";
import { fromApiPacing, toApiDevice } from "../resources.ts";
import { type Api, json, jsonBody, refusals, security } from "../route.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/devices/{id}",
  operationId: "updateDevice",
  summary: "Rename, pause, resume or pace a phone",
  description:
    "`pacing` is the whole phone's, `sims` that of single SIMs. What a limit holds back waits and goes as soon as there is room, high priority first.",
  tags: ["Devices"],
  security,
  request: { params: z.object({ id: z.string() }), body: jsonBody(UpdateDeviceRequest) },
  responses: {
    200: json(ApiDevice, "The phone."),
    ...refusals("malformed_json", "invalid_request", "not_found"),
  },
});

export function registerUpdateDevice(app: Api): void {
  app.openapi(route, async (c) => {
    const { name, paused, pacing, sims } = c.req.valid("json");
    const device = await updateDevice(c.get("ctx"), {
      deviceId: c.req.valid("param").id,
      ...(name !== undefined && { name }),
      ...(paused !== undefined && { isPaused: paused }),
      ...(pacing !== undefined && { pacing: fromApiPacing(pacing) }),
      ...(sims !== undefined && {
        sims: sims.map(({ slot, ...limits }) => ({ slot, ...fromApiPacing(limits) })),
      }),
    });
    return c.json(toApiDevice(device, c.get("ctx").now()), 200);
  });
}
