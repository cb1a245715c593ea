import { AuthError, ensure, notImplemented } from "../errors.ts";
import { flag, text } from "../fields.ts";
import type { Answer, Operation } from "../operation.ts";
import type { State } from "../state.ts";
import { checkIdToken, signIn } from "../tokens.ts";
import type { FederatedIdentity, User } from "../user.ts";
import {
  assertionParameters,
  type GoogleIdentity,
  readGoogleIdentity,
  verifyAssertionAnswer,
} from "./google-identity.ts";
import { provedBy } from "./sign-in-with-email-link.ts";
import { newUser } from "./sign-up.ts";

const GOOGLE = "google.com";

export const signInWithIdp: Operation = async (state, body, call) => {
  if (text(body, "pendingToken") || text(body, "pendingIdToken")) {
    throw notImplemented("accounts:signInWithIdp with a pending token");
  }
  const parameters = assertionParameters(body);
  const providerId = parameters.get("providerId")?.toLowerCase();
  ensure(providerId, "INVALID_CREDENTIAL_OR_PROVIDER_ID : Invalid IdP response/credential");
  ensure(
    providerId === GOOGLE,
    "OPERATION_NOT_ALLOWED : The identity provider configuration is not found.",
  );
  ensure(
    call.allowsStandIns,
    "OPERATION_NOT_ALLOWED : ((The stand-in for Google lets anybody be anybody, so it works on this machine only.))",
  );
  const identity = readGoogleIdentity(parameters);
  const answer = verifyAssertionAnswer(identity);
  const idToken = text(body, "idToken");
  if (idToken) checkIdToken(state, idToken);
  try {
    return await state.write(() => {
      const decision = decide(state, identity, idToken);
      if ("needConfirmation" in decision) return { ...answer, ...decision };
      const { user, isNewUser } = decision;
      const signedIn = { ...user, lastLoginAtMs: state.now() };
      return {
        ...answer,
        localId: user.localId,
        ...(user.email === identity.email ? { emailVerified: user.emailVerified } : {}),
        ...(isNewUser ? { isNewUser } : {}),
        ...signIn(state, signedIn, GOOGLE),
      };
    });
  } catch (error) {
    // The SDK offers the credential for linking when a refusal comes in this shape.
    if (!(error instanceof AuthError) || !flag(body, "returnIdpCredential")) throw error;
    return { ...answer, errorMessage: error.message };
  }
};

type Decision = { user: User; isNewUser: boolean } | ({ needConfirmation: true } & Answer);

function decide(state: State, identity: GoogleIdentity, idToken: string | undefined): Decision {
  const { rawId, email, emailVerified } = identity;
  const holder = state.users.byIdentity(GOOGLE, rawId);
  const sameEmail = email ? state.users.byEmail(email) : undefined;
  if (idToken) {
    const { user } = checkIdToken(state, idToken);
    ensure(!holder, "FEDERATED_USER_ID_ALREADY_LINKED");
    ensure(!sameEmail || sameEmail.localId === user.localId, "EMAIL_EXISTS");
    return { user: withGoogle(user, identity), isNewUser: false };
  }
  if (holder) {
    const isTaken = sameEmail !== undefined && sameEmail.localId !== holder.localId;
    return existing(isTaken ? holder : withGoogle(holder, identity));
  }
  if (!sameEmail) return { user: withGoogle(newUser(state), identity), isNewUser: true };
  if (emailVerified && email) {
    return existing(withGoogle(provedBy(email, sameEmail, state.now()), identity));
  }
  const verifiedProvider = sameEmail.identities.map(({ providerId }) => providerId);
  return { needConfirmation: true, localId: sameEmail.localId, verifiedProvider };
}

function existing(user: User): Decision {
  ensure(!user.disabled, "USER_DISABLED");
  return { user, isNewUser: false };
}

function withGoogle(user: User, identity: GoogleIdentity): User {
  const { rawId, email, emailVerified, displayName, photoUrl } = identity;
  const linked: FederatedIdentity = { providerId: GOOGLE, rawId, email, displayName, photoUrl };
  const sharesEmail = email !== undefined && (user.email ?? email) === email;
  return {
    ...user,
    ...(sharesEmail ? { email, emailVerified: user.emailVerified || emailVerified } : {}),
    displayName: user.displayName ?? displayName,
    photoUrl: user.photoUrl ?? photoUrl,
    identities: [...user.identities.filter(({ providerId }) => providerId !== GOOGLE), linked],
  };
}
