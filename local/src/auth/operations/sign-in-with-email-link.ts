import type { CodePurpose } from "../codes.ts";
import { ensure } from "../errors.ts";
import { text } from "../fields.ts";
import { emailIn, isEmail, type Operation } from "../operation.ts";
import { checkIdToken, signIn } from "../tokens.ts";
import { revoked, type User } from "../user.ts";
import { newUser } from "./sign-up.ts";

const SIGN_IN: readonly CodePurpose[] = ["EMAIL_SIGNIN"];

export const signInWithEmailLink: Operation = (state, body) => {
  const email = emailIn(body);
  const code = text(body, "oobCode");
  const idToken = text(body, "idToken");
  ensure(email, "MISSING_EMAIL");
  ensure(isEmail(email), "INVALID_EMAIL");
  ensure(code, "MISSING_OOB_CODE");
  return state.write(() => {
    const record = state.codes.find(code, state.now(), SIGN_IN);
    ensure(
      record.email === email,
      "INVALID_EMAIL : The email provided does not match the sign-in email address.",
    );
    const holder = state.users.byEmail(email);
    const linking = idToken ? checkIdToken(state, idToken).user : undefined;
    ensure(!linking || !holder || linking.localId === holder.localId, "EMAIL_EXISTS");
    const before = linking ?? holder;
    ensure(!before?.disabled, "USER_DISABLED");
    const user: User = {
      ...(before ? provedBy(email, before, state.now()) : newUser(state)),
      email,
      emailVerified: true,
      emailLinkSignin: true,
      lastLoginAtMs: state.now(),
    };
    state.codes.remove(code);
    state.outbox.forget(code);
    return {
      kind: "identitytoolkit#EmailLinkSigninResponse",
      email,
      localId: user.localId,
      isNewUser: before === undefined,
      ...signIn(state, user, "password"),
    };
  });
};

/**
 * Somebody may have signed up with another's address and wait for its holder: the password and identities set before the
 * address was proved go, with their sessions.
 */
export function provedBy(email: string, user: User, nowMs: number): User {
  if (user.emailVerified || user.email !== email) return user;
  return {
    ...revoked(user, nowMs),
    identities: [],
    password: undefined,
    passwordUpdatedAtMs: undefined,
    phoneNumber: undefined,
  };
}
