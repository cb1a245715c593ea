import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { phonesOnly } from "./credentials.ts";
import type { MobileEnv } from "./env.ts";
import { errorResponse } from "./errors.ts";
import { BASE_PATH, pathOf } from "./origin.ts";
import { changePassword } from "./routes/change-password.ts";
import { createUserCode } from "./routes/create-user-code.ts";
import { getDevice } from "./routes/get-device.ts";
import { getSettings } from "./routes/get-settings.ts";
import { listMessages } from "./routes/list-messages.ts";
import { listWebhooks } from "./routes/list-webhooks.ts";
import { receiveHook } from "./routes/receive-hook.ts";
import { registerDevice } from "./routes/register-device.ts";
import { reportMessages } from "./routes/report-messages.ts";
import { streamEvents } from "./routes/stream-events.ts";
import { updateDevice } from "./routes/update-device.ts";

const BODY_BYTES_MAX = 1024 * 1024;
/** A downloaded MMS comes with its pictures. */
const HOOK_BYTES_MAX = 30 * 1024 * 1024;
/** Just short of the hour that a function may take. */
const STREAM_SECONDS = 3_540;

export interface MobileOptions {
  /** How long an event stream is held open: less than the function's own time-out. */
  streamSeconds?: number;
}

/** The phone protocol. */
export function createMobileApp(services: Services, options: MobileOptions = {}): Hono<MobileEnv> {
  const app = new Hono<MobileEnv>({ getPath: pathOf });
  app.onError((error, c) => errorResponse(c, error, services.log));
  app.notFound((c) => c.json({ message: "There is nothing here" }, 404));
  const device = phonesOnly(services);
  const small = limit(BODY_BYTES_MAX);

  const routes = new Hono<MobileEnv>();
  routes.get("/device", getDevice());
  routes.post("/device", small, registerDevice(services));
  routes.patch("/device", device, small, updateDevice());
  routes.get("/message", device, listMessages());
  routes.patch("/message", device, small, reportMessages());
  routes.get("/webhooks", device, listWebhooks());
  routes.get("/settings", device, getSettings());
  routes.get("/events", device, streamEvents(options.streamSeconds ?? STREAM_SECONDS));
  routes.get("/user/code", createUserCode(services));
  routes.patch("/user/password", device, small, changePassword());
  routes.post("/hooks/:deviceId/:secret", limit(HOOK_BYTES_MAX), receiveHook(services));
  app.route(BASE_PATH, routes);
  return app;
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new GatewayError("body_too_large", "The request is too large");
    },
  });
}
