import { ensure, notImplemented } from "../errors.ts";
import { type Body, flag, object, objects, text } from "../fields.ts";
import { emailIn, isEmail } from "../operation.ts";
import { ensurePasswordStrength } from "../passwords.ts";
import type { State } from "../state.ts";
import { type FederatedIdentity, revoked, type User } from "../user.ts";
import { ensureClaimsJson } from "./custom-claims.ts";
import { withoutAttributes, withProfile } from "./profile.ts";
import { ensurePhoneNumber, withPassword } from "./sign-up.ts";

export async function updateAsOwner(state: State, body: Body): Promise<User> {
  const localId = text(body, "localId");
  ensure(localId, "MISSING_LOCAL_ID");
  refuseUnsupported(body);
  const password = text(body, "password");
  if (password) ensurePasswordStrength(password);
  const customAttributes = text(body, "customAttributes");
  if (customAttributes) ensureClaimsJson(customAttributes);
  const hash = password ? await state.passwords.hash(password) : undefined;
  return state.write(() => {
    const before = state.users.byId(localId);
    ensure(before, "USER_NOT_FOUND");
    let user = withoutAttributes(withProfile(before, body), body);
    user = withReach(state, user, body);
    user = withIdentity(state, user, object(body, "linkProviderUserInfo"));
    if (hash) user = withPassword(user, hash, state.now());
    if (text(body, "validSince") !== undefined || user.email !== before.email) {
      user = revoked(user, state.now());
    }
    return state.users.save({
      ...user,
      disabled: flag(body, "disableUser") ?? user.disabled,
      customAttributes: customAttributes ?? user.customAttributes,
      validSinceSeconds: numberIn(body, "validSince") ?? user.validSinceSeconds,
      createdAtMs: numberIn(body, "createdAt") ?? user.createdAtMs,
      lastLoginAtMs: numberIn(body, "lastLoginAt") ?? user.lastLoginAtMs,
    });
  });
}

function refuseUnsupported(body: Body): void {
  for (const field of [
    "provider",
    "upgradeToFederatedLogin",
    "deletePasskey",
    "oobCode",
    "idToken",
  ]) {
    if (field in body) throw notImplemented(`accounts:update with ${field} by the owner`);
  }
  const mfa = object(body, "mfa");
  if (mfa && objects(mfa, "enrollments").length > 0) throw notImplemented("a second factor");
}

function withReach(state: State, user: User, body: Body): User {
  const email = emailIn(body) ?? user.email;
  const phoneNumber = text(body, "phoneNumber") ?? user.phoneNumber;
  const isNewEmail = email !== user.email;
  if (email && isNewEmail) {
    ensure(isEmail(email), "INVALID_EMAIL");
    ensure(!state.users.byEmail(email), "EMAIL_EXISTS");
  }
  if (phoneNumber && phoneNumber !== user.phoneNumber) {
    ensurePhoneNumber(phoneNumber);
    ensure(!state.users.byPhone(phoneNumber), "PHONE_NUMBER_EXISTS");
  }
  const emailVerified = flag(body, "emailVerified") ?? (user.emailVerified && !isNewEmail);
  return { ...user, email, emailVerified, phoneNumber };
}

function withIdentity(state: State, user: User, linked: Body | undefined): User {
  if (!linked) return user;
  const identity = identityIn(linked);
  ensure(identity.providerId, "MISSING_PROVIDER_ID");
  ensure(identity.rawId, "MISSING_RAW_ID");
  const holder = state.users.byIdentity(identity.providerId, identity.rawId);
  ensure(!holder || holder.localId === user.localId, "FEDERATED_USER_ID_ALREADY_LINKED");
  const others = user.identities.filter(({ providerId }) => providerId !== identity.providerId);
  return { ...user, identities: [...others, identity] };
}

export function identityIn(body: Body): FederatedIdentity {
  return {
    providerId: text(body, "providerId") ?? "",
    rawId: text(body, "rawId") ?? "",
    email: emailIn(body),
    displayName: text(body, "displayName"),
    photoUrl: text(body, "photoUrl"),
  };
}

function numberIn(body: Body, name: string): number | undefined {
  const value = text(body, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  ensure(Number.isSafeInteger(number) && number >= 0, `INVALID_ARGUMENT : ((${name} is no time.))`);
  return number;
}
