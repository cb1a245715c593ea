import { AuthError, ensure } from "../errors.ts";
import { type Body, isObject, text } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { signIn } from "../tokens.ts";
import { ensureClaims } from "./custom-claims.ts";
import { newUser } from "./sign-up.ts";

const AUDIENCE =
  "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit";

/**
 * In emulator mode the Admin SDK does not sign custom tokens, so anybody can write one: they are taken only where
 * whoever calls could be the owner anyway.
 */
export const signInWithCustomToken: Operation = (state, body, call) => {
  const token = text(body, "token");
  ensure(token, "MISSING_CUSTOM_TOKEN");
  ensure(
    call.allowsStandIns,
    "INVALID_CUSTOM_TOKEN : ((Unsigned custom tokens are taken on this machine's own port for SDKs only.))",
  );
  const payload = readPayload(token);
  const localId = text(payload, "uid") ?? text(payload, "user_id");
  ensure(localId, "MISSING_IDENTIFIER");
  const claims = payload.claims ?? undefined;
  if (claims !== undefined) ensureClaims(claims);
  return state.write(() => {
    const before = state.users.byId(localId);
    ensure(!before?.disabled, "USER_DISABLED");
    const user = {
      ...(before ?? newUser(state, localId)),
      customAuth: true,
      lastLoginAtMs: state.now(),
    };
    return {
      kind: "identitytoolkit#VerifyCustomTokenResponse",
      isNewUser: before === undefined,
      ...signIn(state, user, "custom", claims),
    };
  });
};

function readPayload(token: string): Body {
  const isJson = token.startsWith("{");
  const payload = parse(
    isJson ? token : Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  );
  ensure(isJson || payload.aud === AUDIENCE, "INVALID_CUSTOM_TOKEN : ((Invalid aud (audience).))");
  return payload;
}

function parse(json: string): Body {
  try {
    const parsed: unknown = JSON.parse(json);
    if (isObject(parsed)) return parsed;
  } catch {
    // Told below.
  }
  throw new AuthError("INVALID_CUSTOM_TOKEN : Invalid assertion format");
}
