import type { MiddlewareHandler } from "hono";
import { authenticateMember, authenticateUser } from "../accounts/authenticate-member.ts";
import { createApiKeyAuthenticator } from "../api-keys/authenticate.ts";
import type { Services } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import type { ApiEnv } from "./route.ts";
import { isStrangeId } from "./strange-ids.ts";

const ACCOUNT_HEADER = "Handset-Account";

/** Operations on which a person acts without an account, by method and path. */
const WITHOUT_ACCOUNT =
  /^(?:(?:GET|POST) \/api\/v1\/accounts|POST \/api\/v1\/invitations\/[^/]+\/accept)$/;

/** Puts on whose behalf a request acts into `ctx`, or into `user` where no account is needed. */
export function authenticate(services: Services): MiddlewareHandler<ApiEnv> {
  const authenticateApiKey = createApiKeyAuthenticator(services);
  return async (c, next) => {
    const credentials = readBearer(c.req.header("Authorization"));
    const isToken = credentials.split(".").length === 3;
    if (WITHOUT_ACCOUNT.test(`${c.req.method} ${c.req.path}`)) {
      if (!isToken) throw unauthenticated("This is for people who sign in, not for API keys.");
      c.set("user", await authenticateUser(services, credentials));
    } else if (isToken) {
      const accountId = c.req.header(ACCOUNT_HEADER);
      if (!accountId) throw unauthenticated(`Name the account in the header ${ACCOUNT_HEADER}.`);
      if (isStrangeId(accountId)) throw notFound("account");
      c.set("ctx", await authenticateMember(services, credentials, accountId));
    } else {
      c.set("ctx", await authenticateApiKey(credentials));
    }
    await next();
  };
}

function readBearer(header: string | undefined): string {
  const [scheme, credentials, ...rest] = (header ?? "").split(" ");
  if (scheme?.toLowerCase() === "bearer" && credentials && rest.length === 0) return credentials;
  throw unauthenticated("Send your API key in the header Authorization: Bearer hs_live_…");
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError("unauthenticated", message);
}
