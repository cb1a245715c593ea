import type { PasswordHash } from "./passwords.ts";

/** An identity at Google that signs in to this user. */
export interface FederatedIdentity {
  providerId: string;
  rawId: string;
  email?: string;
  displayName?: string;
  photoUrl?: string;
  screenName?: string;
}

/** A user as it is stored. Times end in their unit; absent means never. */
export interface User {
  localId: string;
  email?: string;
  /** The address before the first change that the user made. */
  initialEmail?: string;
  emailVerified: boolean;
  displayName?: string;
  photoUrl?: string;
  phoneNumber?: string;
  disabled: boolean;
  /** Signs in by a link in a mail. */
  emailLinkSignin?: boolean;
  /** Came by a custom token. */
  customAuth?: boolean;
  password?: PasswordHash;
  passwordUpdatedAtMs?: number;
  identities: FederatedIdentity[];
  /** Custom claims as JSON. */
  customAttributes?: string;
  createdAtMs: number;
  lastLoginAtMs?: number;
  lastRefreshAtMs?: number;
  /** Tokens of an earlier second are refused; the Admin SDK compares it with `auth_time`. */
  validSinceSeconds?: number;
  /**
   * Counts revocations, so that a token is refused at once and not only from the next second. Begins at the time of creation:
   * a later user of the same id never takes the tokens of an earlier one.
   */
  tokenEpoch: number;
}

/** base64("REDACTED"), as production shows a hash to who may not read it. */
const REDACTED = "UkVEQUNURUQ=";

export type ProviderUserInfo = Record<string, string | undefined>;

export function providerUserInfo(user: User): ProviderUserInfo[] {
  const federated = user.identities.map(
    (identity): ProviderUserInfo => ({ ...identity, federatedId: identity.rawId }),
  );
  const { email, displayName, photoUrl, phoneNumber } = user;
  if (email && (user.password || user.emailLinkSignin)) {
    federated.push({
      providerId: "password",
      email,
      federatedId: email,
      rawId: email,
      displayName,
      photoUrl,
    });
  }
  if (phoneNumber) federated.push({ providerId: "phone", phoneNumber, rawId: phoneNumber });
  return federated;
}

/** `UserInfo` of Identity Toolkit. */
export function wireUser(user: User): Record<string, unknown> {
  return {
    localId: user.localId,
    email: user.email,
    initialEmail: user.initialEmail,
    emailVerified: user.emailVerified,
    emailLinkSignin: user.emailLinkSignin,
    displayName: user.displayName,
    photoUrl: user.photoUrl,
    phoneNumber: user.phoneNumber,
    disabled: user.disabled,
    customAuth: user.customAuth,
    customAttributes: user.customAttributes,
    providerUserInfo: providerUserInfo(user),
    passwordHash: user.password ? REDACTED : undefined,
    passwordUpdatedAt: user.passwordUpdatedAtMs,
    createdAt: String(user.createdAtMs),
    lastLoginAt: user.lastLoginAtMs === undefined ? undefined : String(user.lastLoginAtMs),
    lastRefreshAt:
      user.lastRefreshAtMs === undefined ? undefined : new Date(user.lastRefreshAtMs).toISOString(),
    validSince: user.validSinceSeconds === undefined ? undefined : String(user.validSinceSeconds),
  };
}

/** Ends every session of the user and every ID token that is out. */
export function revoked(user: User, nowMs: number): User {
  return {
    ...user,
    validSinceSeconds: Math.floor(nowMs / 1000),
    tokenEpoch: user.tokenEpoch + 1,
  };
}
