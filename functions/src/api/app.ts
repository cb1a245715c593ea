import { OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Payments } from "../billing/payments.ts";
import { type BillingTerms, USUAL_TERMS } from "../billing/terms.ts";
import type { Services } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { randomText } from "../ids.ts";
import { createMessageAcceptor } from "../messages/accept.ts";
import { createQuoter } from "../messages/quote.ts";
import { authenticate } from "./auth.ts";
import { readAsJson } from "./json-body.ts";
import { describeApi } from "./openapi.ts";
import { invalidRequest, problemResponse } from "./problems.ts";
import { remedyOf } from "./remedies.ts";
import type { Api, ApiDependencies, ApiEnv } from "./route.ts";
import { registerRoutes } from "./routes/register-routes.ts";
import { refuseStrangeIds } from "./strange-ids.ts";
import { registerStripeWebhook } from "./stripe-webhook.ts";

export const BASE_PATH = "/api/v1";
const BODY_BYTES_MAX = 256 * 1024;

export interface ApiOptions {
  billing: BillingTerms;
  /** Null: no top-ups. */
  payments: Payments | null;
}

/** The public API. */
export function createApiApp(services: Services, options: Partial<ApiOptions> = {}): Api {
  const billing = options.billing ?? USUAL_TERMS;
  const payments = options.payments ?? null;
  // For all of the process: the routes' validators take no map of their own.
  z.config({ customError: remedyOf });
  const app: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  });
  app.onError((error, c) => problemResponse(c, error, services.log));
  app.notFound((c) => problemResponse(c, noSuchPath(c.req.path), services.log));
  app.use(async (c, next) => {
    const requestId = `req_${randomText(22)}`;
    c.set("requestId", requestId);
    c.header("X-Request-Id", requestId);
    c.header("Cache-Control", "no-store");
    await next();
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header("Allow", methods.join(", "));
        return problemResponse(
          c,
          new GatewayError("method_not_allowed", `Use ${methods.join(" or ")} here.`),
          services.log,
        );
      },
    }),
  );
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES_MAX,
      onError: () => {
        throw new GatewayError("body_too_large", "Send at most 256 kB.");
      },
    }),
  );
  describeApi(app);
  registerStripeWebhook(app, { services, payments, billing });
  app.use(`${BASE_PATH}/*`, authenticate(services), refuseStrangeIds, readAsJson);
  const dependencies: ApiDependencies = {
    services,
    acceptMessages: createMessageAcceptor(services, billing),
    quoteMessages: createQuoter(services, billing),
    billing,
    payments,
  };
  registerRoutes(app, dependencies);
  return app;
}

function noSuchPath(path: string): GatewayError {
  return new GatewayError(
    "not_found",
    `There is nothing at ${path}. The API is described at ${BASE_PATH}/openapi.json.`,
  );
}
