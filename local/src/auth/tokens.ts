import { AuthError, ensure } from "./errors.ts";
import { type Claims, openToken, sealToken } from "./id-token.ts";
import type { Session } from "./sessions.ts";
import type { State } from "./state.ts";
import type { User } from "./user.ts";

export const ID_TOKEN_LIFE_SECONDS = 60 * 60;
/** A browser's clock is not consulted, but a restarted machine's may step back a little. */
const CLOCK_STEP_SECONDS = 60;

const ID_TOKEN_ISSUER = "https://securetoken.google.com/";

export interface IssuedTokens {
  idToken: string;
  refreshToken: string;
  expiresIn: string;
}

/** Opens a session and mints its first ID token. For jobs of `write` only. */
export function signIn(
  state: State,
  user: User,
  signInProvider: string,
  claims?: Claims,
): IssuedTokens {
  const nowMs = state.now();
  const session: Session = {
    localId: user.localId,
    signInProvider,
    authTime: Math.floor(nowMs / 1000),
    tokenEpoch: user.tokenEpoch,
    ...(claims ? { claims } : {}),
  };
  state.users.save({ ...user, lastRefreshAtMs: nowMs });
  const refreshToken = state.sessions.open(session, nowMs);
  return { ...mintIdToken(state, user, session), refreshToken };
}

export function mintIdToken(
  state: State,
  user: User,
  session: Session,
): { idToken: string; expiresIn: string } {
  const issuedAt = Math.floor(state.now() / 1000);
  const claims: Claims = {
    name: user.displayName,
    picture: user.photoUrl,
    ...JSON.parse(user.customAttributes ?? "{}"),
    ...session.claims,
    email: user.email,
    email_verified: user.email === undefined ? undefined : user.emailVerified,
    phone_number: user.phoneNumber,
    auth_time: session.authTime,
    user_id: user.localId,
    firebase: { identities: identitiesOf(user), sign_in_provider: session.signInProvider },
    iat: issuedAt,
    exp: issuedAt + ID_TOKEN_LIFE_SECONDS,
    aud: state.projectId,
    iss: ID_TOKEN_ISSUER + state.projectId,
    sub: user.localId,
  };
  return {
    idToken: sealToken(state.secret, claims, user.tokenEpoch),
    expiresIn: String(ID_TOKEN_LIFE_SECONDS),
  };
}

export interface CheckedToken {
  user: User;
  claims: Claims;
  signInProvider: string;
  authTime: number;
}

/** Proof, issuer, audience and time; then the user: there, not disabled, not revoked since. */
export function checkIdToken(state: State, token: string | undefined): CheckedToken {
  ensure(token, "MISSING_ID_TOKEN");
  const opened = openToken(state.secret, token);
  ensure(opened, "INVALID_ID_TOKEN");
  const { claims, epoch } = opened;
  const now = state.now() / 1000;
  ensure(claims.iss === ID_TOKEN_ISSUER + state.projectId, "INVALID_ID_TOKEN");
  ensure(claims.aud === state.projectId, "INVALID_ID_TOKEN");
  ensure(Number(claims.iat) <= now + CLOCK_STEP_SECONDS, "INVALID_ID_TOKEN");
  // TOKEN_EXPIRED would sign the person out of the page, which a new token mends.
  ensure(Number(claims.exp) > now, "INVALID_ID_TOKEN");
  const user = state.users.byId(String(claims.sub));
  ensure(user, "USER_NOT_FOUND");
  ensure(!user.disabled, "USER_DISABLED");
  ensure(epoch === user.tokenEpoch, "TOKEN_EXPIRED");
  return { user, claims, authTime: Number(claims.auth_time), signInProvider: providerOf(claims) };
}

/** Answers a session that may still mint, and its user. */
export function checkRefreshToken(
  state: State,
  refreshToken: string,
): { session: Session; user: User } {
  const session = state.sessions.find(refreshToken);
  ensure(session, "INVALID_REFRESH_TOKEN");
  const user = state.users.byId(session.localId);
  ensure(user, "USER_NOT_FOUND");
  ensure(!user.disabled, "USER_DISABLED");
  ensure(session.tokenEpoch === user.tokenEpoch, "TOKEN_EXPIRED");
  return { session, user };
}

const RECENT_SECONDS = 5 * 60;

/** What cannot be taken back wants a person who signed in just now, as in production. */
export function ensureRecentSignIn(state: State, token: CheckedToken): void {
  if (state.now() / 1000 - token.authTime > RECENT_SECONDS) {
    throw new AuthError("CREDENTIAL_TOO_OLD_LOGIN_AGAIN");
  }
}

function providerOf(claims: Claims): string {
  const firebase = claims.firebase;
  return typeof firebase === "object" && firebase !== null && "sign_in_provider" in firebase
    ? String(firebase.sign_in_provider)
    : "custom";
}

function identitiesOf(user: User): Record<string, string[]> {
  const identities: Record<string, string[]> = user.email ? { email: [user.email] } : {};
  for (const { providerId, rawId } of user.identities) {
    identities[providerId] = [...(identities[providerId] ?? []), rawId];
  }
  if (user.phoneNumber) identities.phone = [user.phoneNumber];
  return identities;
}
