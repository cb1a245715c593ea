import type { HttpBindings } from "@hono/node-server";
import type { Handler } from "hono";
import type { PhoneContext } from "../devices/authenticate.ts";

/** What a request carries; `phone` once its device token is known. */
export interface MobileEnv {
  /** Node's own request; absent where a test calls the app itself. */
  Bindings: Partial<HttpBindings>;
  Variables: { phone: PhoneContext };
}

export type MobileHandler = Handler<MobileEnv>;
