import { randomBytes } from "node:crypto";
import { ensure, notImplemented } from "../errors.ts";
import { text } from "../fields.ts";
import { emailIn, isEmail, type Operation } from "../operation.ts";
import { providerUserInfo } from "../user.ts";

/** How an address signs in; with enumeration protection on, as production has it, it tells nothing. */
export const createAuthUri: Operation = (state, body) => {
  if (text(body, "providerId")) throw notImplemented("accounts:createAuthUri for a provider");
  const identifier = emailIn(body, "identifier");
  const continueUri = text(body, "continueUri");
  ensure(identifier, "MISSING_IDENTIFIER");
  ensure(continueUri, "MISSING_CONTINUE_URI");
  ensure(isEmail(identifier), "INVALID_IDENTIFIER");
  ensure(URL.canParse(continueUri), "INVALID_CONTINUE_URI");
  const sessionId = text(body, "sessionId") ?? randomBytes(20).toString("base64url");
  const kind = "identitytoolkit#CreateAuthUriResponse";
  if (state.settings.hidesEmails) return { kind, sessionId };
  const user = state.users.byEmail(identifier);
  const providers = user ? providerUserInfo(user).map(({ providerId }) => providerId) : [];
  const allProviders = providers.filter((providerId) => providerId !== "phone");
  const signinMethods = [
    ...allProviders.filter((providerId) => providerId !== "password"),
    ...(user?.password ? ["password"] : []),
    ...(user?.emailLinkSignin ? ["emailLink"] : []),
  ];
  return { kind, registered: user !== undefined, allProviders, sessionId, signinMethods };
};
