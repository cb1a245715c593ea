import { randomBytes } from "node:crypto";
import { ensure, notImplemented } from "../errors.ts";
import { type Body, flag, objects, text } from "../fields.ts";
import { type Answer, emailIn, isEmail, type Operation } from "../operation.ts";
import { ensurePasswordStrength, type PasswordHash } from "../passwords.ts";
import type { State } from "../state.ts";
import { checkIdToken, ensureRecentSignIn, signIn } from "../tokens.ts";
import { revoked, type User } from "../user.ts";

/** A person makes a user, or gives the one they have an address and a password; the Admin SDK makes any. */
export const signUp: Operation = (state, body, call) =>
  call.isOwner ? createUser(state, body) : signUpPerson(state, body);

async function signUpPerson(state: State, body: Body): Promise<Answer> {
  ensure(!text(body, "localId"), "UNEXPECTED_PARAMETER : User ID");
  const idToken = text(body, "idToken");
  const email = emailIn(body);
  const password = text(body, "password");
  ensure(idToken || email || password, "ADMIN_ONLY_OPERATION");
  ensure(email, "MISSING_EMAIL");
  ensure(password, "MISSING_PASSWORD");
  ensure(isEmail(email), "INVALID_EMAIL");
  ensure(!state.users.byEmail(email) || idToken, "EMAIL_EXISTS");
  ensurePasswordStrength(password);
  if (idToken) ensureRecentSignIn(state, checkIdToken(state, idToken));
  const hash = await state.passwords.hash(password);
  return state.write(() => {
    const before = idToken ? checkIdToken(state, idToken).user : newUser(state);
    const holder = state.users.byEmail(email);
    ensure(!holder || holder.localId === before.localId, "EMAIL_EXISTS");
    const user: User = {
      ...withPassword(before, hash, state.now()),
      email,
      emailVerified: before.email === email && before.emailVerified,
      displayName: text(body, "displayName") ?? before.displayName,
      lastLoginAtMs: state.now(),
    };
    const tokens = signIn(state, user, "password");
    return { ...signUpAnswer(user), ...tokens };
  });
}

async function createUser(state: State, body: Body): Promise<Answer> {
  if (objects(body, "mfaInfo").length > 0) throw notImplemented("a second factor");
  const email = emailIn(body);
  const password = text(body, "password");
  const phoneNumber = text(body, "phoneNumber");
  if (email !== undefined) ensure(isEmail(email), "INVALID_EMAIL");
  if (phoneNumber !== undefined) ensurePhoneNumber(phoneNumber);
  if (password !== undefined) ensurePasswordStrength(password);
  const hash = password === undefined ? undefined : await state.passwords.hash(password);
  return state.write(() => {
    const made = newUser(state, text(body, "localId"));
    ensure(!email || !state.users.byEmail(email), "EMAIL_EXISTS");
    ensure(!phoneNumber || !state.users.byPhone(phoneNumber), "PHONE_NUMBER_EXISTS");
    const user: User = {
      ...(hash ? withPassword(made, hash, state.now()) : made),
      ...(email ? { email } : {}),
      ...(phoneNumber ? { phoneNumber } : {}),
      displayName: text(body, "displayName"),
      photoUrl: text(body, "photoUrl"),
      emailVerified: flag(body, "emailVerified") ?? false,
      disabled: flag(body, "disabled") ?? false,
    };
    return signUpAnswer(state.users.save(user));
  });
}

export function newUser(state: State, localId = randomId()): User {
  ensure(
    localId.length >= 1 && localId.length <= 128,
    "INVALID_LOCAL_ID : ((1 to 128 characters.))",
  );
  ensure(!state.users.byId(localId), "DUPLICATE_LOCAL_ID");
  return {
    localId,
    emailVerified: false,
    disabled: false,
    identities: [],
    createdAtMs: state.now(),
    tokenEpoch: state.now(),
  };
}

export function withPassword(user: User, password: PasswordHash, nowMs: number): User {
  return { ...revoked(user, nowMs), password, passwordUpdatedAtMs: nowMs };
}

export function ensurePhoneNumber(phoneNumber: string): void {
  ensure(/^\+[\d ().-]{4,30}$/u.test(phoneNumber), "INVALID_PHONE_NUMBER : Invalid format.");
}

function signUpAnswer({ localId, displayName, email }: User): Answer {
  return { kind: "identitytoolkit#SignupNewUserResponse", localId, displayName, email };
}

/** 28 letters and digits, as production's. */
function randomId(): string {
  let id = "";
  while (id.length < 28) id += randomBytes(32).toString("base64").replace(/[+/=]/gu, "");
  return id.slice(0, 28);
}
