import type { Context, Services, User } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { scopesOf } from "./roles.ts";
import { readMember } from "./store.ts";

export async function authenticateUser(services: Services, idToken: string): Promise<User> {
  const user = await services.identity.verifyIdToken(idToken);
  if (user === null)
    throw new GatewayError("unauthenticated", "Sign in again: the session has ended.");
  return user;
}

/** A signed-in person on an account. To a stranger the account does not exist. */
export async function authenticateMember(
  services: Services,
  idToken: string,
  accountId: string,
): Promise<Context> {
  const user = await authenticateUser(services, idToken);
  const member = await readMember(services.db, accountId, user.uid);
  if (member === null) throw notFound("account");
  return {
    ...services,
    accountId,
    actor: { type: "user", id: user.uid },
    scopes: scopesOf(member.role),
  };
}
