import { ensure } from "../errors.ts";
import { type Body, text } from "../fields.ts";
import { issueCode } from "../links.ts";
import { type Call, emailIn, isEmail } from "../operation.ts";
import { ensurePasswordStrength } from "../passwords.ts";
import type { State } from "../state.ts";
import { checkIdToken, ensureRecentSignIn, type IssuedTokens, signIn } from "../tokens.ts";
import { revoked, type User } from "../user.ts";
import { withoutAttributes, withProfile } from "./profile.ts";
import { withPassword } from "./sign-up.ts";

/** A new password or address ends every session and opens a new one for whoever made the change. */
export async function updateAsPerson(
  state: State,
  body: Body,
  call: Call,
): Promise<{ user: User; tokens?: IssuedTokens }> {
  const idToken = text(body, "idToken");
  const password = text(body, "password");
  const email = emailIn(body);
  ensure(body.customAttributes === undefined, "INSUFFICIENT_PERMISSION");
  ensure(body.disableUser === undefined, "OPERATION_NOT_ALLOWED");
  const token = checkIdToken(state, idToken);
  if (email) ensureMayTake(state, email, token.user);
  if (password || email) ensureRecentSignIn(state, token);
  if (password) ensurePasswordStrength(password);
  const hash = password ? await state.passwords.hash(password) : undefined;
  return state.write(() => {
    const { user: before } = checkIdToken(state, idToken);
    if (email) ensureMayTake(state, email, before);
    let user = withoutAttributes(withProfile(before, body), body);
    if (hash) user = withPassword(user, hash, state.now());
    if (email && email !== before.email) {
      user = { ...revoked(user, state.now()), email, emailVerified: false };
      user = tellFormerAddress(state, call, before, user);
    }
    if (user.tokenEpoch === before.tokenEpoch) return { user: state.users.save(user) };
    const signedIn = { ...user, lastLoginAtMs: state.now() };
    return { user: signedIn, tokens: signIn(state, signedIn, "password") };
  });
}

function ensureMayTake(state: State, email: string, user: User): void {
  ensure(isEmail(email), "INVALID_EMAIL");
  if (email === user.email) return;
  // Production's way with enumeration protection: the new address is proved before it counts.
  ensure(
    !user.email || !state.settings.hidesEmails,
    "OPERATION_NOT_ALLOWED : Please verify the new email before changing email.",
  );
  ensure(!state.users.byEmail(email), "EMAIL_EXISTS");
}

/** So that an account taken over can be taken back. For jobs of `write` only. */
export function tellFormerAddress(state: State, call: Call, before: User, after: User): User {
  if (!before.email || before.email === after.email) return after;
  const { email, localId } = before;
  state.outbox.put(issueCode(state, call, { purpose: "RECOVER_EMAIL", email, localId }));
  return { ...after, initialEmail: before.initialEmail ?? email };
}
