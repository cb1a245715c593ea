import type { MiddlewareHandler } from "hono";
import { createApiKeyAuthenticator } from "../api-keys/authenticate.ts";
import type { Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import type { ApiEnv } from "./route.ts";

/** Puts on whose behalf a request acts into `ctx`. */
export function authenticate(services: Services): MiddlewareHandler<ApiEnv> {
  const authenticateApiKey = createApiKeyAuthenticator(services);
  return async (c, next) => {
    const [scheme, credentials, ...rest] = (c.req.header("Authorization") ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !credentials || rest.length > 0) {
      throw new GatewayError(
        "unauthenticated",
        "Send your API key in the header Authorization: Bearer hs_live_…",
      );
    }
    c.set("ctx", await authenticateApiKey(credentials));
    await next();
  };
}
