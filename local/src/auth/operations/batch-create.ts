import { AuthError, ensure, notImplemented } from "../errors.ts";
import { type Body, flag, objects, text } from "../fields.ts";
import { emailIn, isEmail, type Operation } from "../operation.ts";
import type { PasswordHash } from "../passwords.ts";
import type { State } from "../state.ts";
import type { User } from "../user.ts";
import { ensureClaimsJson } from "./custom-claims.ts";
import { ensurePhoneNumber } from "./sign-up.ts";
import { identityIn } from "./update-as-owner.ts";

const USERS_MAX = 1000;

type HashSettings = Omit<PasswordHash, "hash" | "salt">;

/** Imports users; one that cannot be is named by its index and the others go on. */
export const batchCreate: Operation = (state, body) => {
  const users = objects(body, "users");
  ensure(users.length > 0, "MISSING_USER_ACCOUNT");
  ensure(users.length <= USERS_MAX, `INVALID_ARGUMENT : ((At most ${USERS_MAX} users.))`);
  const settings = hashSettings(body, users);
  const mayOverwrite = flag(body, "allowOverwrite") ?? false;
  return state.write(() => ({
    kind: "identitytoolkit#UploadAccountResponse",
    error: users.flatMap((item, index) => {
      try {
        state.users.save(importedUser(state, item, settings, mayOverwrite));
        return [];
      } catch (error) {
        if (error instanceof AuthError) return [{ index, message: error.message }];
        throw error;
      }
    }),
  }));
};

function importedUser(
  state: State,
  item: Body,
  settings: HashSettings | undefined,
  mayOverwrite: boolean,
): User {
  const localId = text(item, "localId");
  ensure(localId, "localId is missing");
  ensure(objects(item, "mfaInfo").length === 0, "((Second factors are not implemented.))");
  const before = state.users.byId(localId);
  ensure(!before || mayOverwrite, "localId belongs to an existing account - can not overwrite.");
  const user: User = {
    localId,
    email: emailIn(item),
    emailVerified: flag(item, "emailVerified") ?? false,
    displayName: text(item, "displayName"),
    photoUrl: text(item, "photoUrl"),
    phoneNumber: text(item, "phoneNumber"),
    disabled: flag(item, "disabled") ?? false,
    customAttributes: text(item, "customAttributes"),
    identities: objects(item, "providerUserInfo")
      .map(identityIn)
      .filter(({ providerId }) => providerId !== "password" && providerId !== "phone"),
    ...passwordOf(item, settings, state.now()),
    createdAtMs: Number(text(item, "createdAt")) || state.now(),
    lastLoginAtMs: Number(text(item, "lastLoginAt")) || undefined,
    validSinceSeconds: Math.floor(state.now() / 1000),
    tokenEpoch: before ? before.tokenEpoch + 1 : state.now(),
  };
  ensureImportable(state, user);
  return user;
}

function ensureImportable(state: State, user: User): void {
  const { localId, email, phoneNumber, customAttributes } = user;
  const isFree = (holder: User | undefined) => !holder || holder.localId === localId;
  ensure(email === undefined || isEmail(email), "email is invalid");
  ensure(!email || isFree(state.users.byEmail(email)), "email exists in other account in database");
  if (phoneNumber) {
    ensurePhoneNumber(phoneNumber);
    ensure(
      isFree(state.users.byPhone(phoneNumber)),
      "phone number exists in other account in database",
    );
  }
  if (customAttributes) ensureClaimsJson(customAttributes);
  for (const { providerId, rawId } of user.identities) {
    ensure(providerId && rawId, "federatedId or (providerId & rawId) is required");
    ensure(
      isFree(state.users.byIdentity(providerId, rawId)),
      "raw id exists in other account in database",
    );
  }
}

function passwordOf(item: Body, settings: HashSettings | undefined, nowMs: number): Partial<User> {
  const hash = text(item, "passwordHash");
  if (!hash || !settings) return {};
  const toBase64 = (value: string) => Buffer.from(value, "base64").toString("base64");
  const salt = toBase64(text(item, "salt") ?? "");
  return { password: { ...settings, hash: toBase64(hash), salt }, passwordUpdatedAtMs: nowMs };
}

/** Only the algorithm that this server itself uses. */
function hashSettings(body: Body, users: Body[]): HashSettings | undefined {
  if (!users.some((user) => user.passwordHash || user.rawPassword)) return undefined;
  const algorithm = text(body, "hashAlgorithm");
  if (algorithm !== "STANDARD_SCRYPT") {
    throw notImplemented(`importing passwords hashed by ${algorithm ?? "nothing named"}`);
  }
  const settings = {
    cost: Number(text(body, "cpuMemCost")),
    blockSize: Number(text(body, "blockSize")),
    parallelization: Number(text(body, "parallelization")),
  };
  ensure(
    Number.isInteger(Math.log2(settings.cost)) && settings.cost >= 2 && settings.cost <= 2 ** 17,
    "INVALID_HASH_PARAMETER_VALUES : ((cpuMemCost: a power of two, at most 131072.))",
  );
  const isBetween = (value: number, max: number) =>
    Number.isInteger(value) && value >= 1 && value <= max;
  ensure(
    isBetween(settings.blockSize, 16) && isBetween(settings.parallelization, 8),
    "INVALID_HASH_PARAMETER_VALUES : ((blockSize 1 to 16, parallelization 1 to 8.))",
  );
  return settings;
}
