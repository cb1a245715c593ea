import { AuthError, ensure } from "../errors.ts";
import { type Body, isObject } from "../fields.ts";
import { MAC_CLAIM } from "../id-token.ts";

const LENGTH_MAX = 1000;
const RESERVED = [
  "iss",
  "aud",
  "sub",
  "iat",
  "exp",
  "nbf",
  "jti",
  "nonce",
  "azp",
  "acr",
  "amr",
  "cnf",
  "auth_time",
  "firebase",
  "at_hash",
  "c_hash",
  // Production leaves this one free; here it is the token's proof.
  MAC_CLAIM,
];

export function ensureClaimsJson(json: string): void {
  ensure(json.length <= LENGTH_MAX, "CLAIMS_TOO_LARGE");
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new AuthError("INVALID_CLAIMS");
  }
  ensureClaims(parsed);
}

export function ensureClaims(claims: unknown): asserts claims is Body {
  ensure(isObject(claims), "INVALID_CLAIMS");
  for (const name of RESERVED) ensure(!Object.hasOwn(claims, name), `FORBIDDEN_CLAIM : ${name}`);
}
