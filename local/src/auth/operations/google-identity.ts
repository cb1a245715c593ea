import { AuthError, ensure } from "../errors.ts";
import { type Body, flag, isObject, text } from "../fields.ts";
import { emailIn, isEmail } from "../operation.ts";

/** What a person typed on the stand-in's page, in the shape of Google's ID token. Nobody vouches for it. */
export interface GoogleIdentity {
  rawId: string;
  email?: string;
  emailVerified: boolean;
  displayName?: string;
  photoUrl?: string;
  givenName?: string;
  familyName?: string;
  idToken: string;
}

/** The parameters of the request URI, its fragment and the post body, as the SDK spreads them. */
export function assertionParameters(body: Body): URLSearchParams {
  const requestUri = text(body, "requestUri");
  ensure(requestUri, "MISSING_REQUEST_URI");
  const url = URL.parse(requestUri);
  ensure(url, "INVALID_REQUEST_URI");
  return new URLSearchParams([
    ...new URLSearchParams(text(body, "postBody") ?? ""),
    ...new URLSearchParams(url.hash.replace(/^#/u, "")),
    ...url.searchParams,
  ]);
}

export function readGoogleIdentity(parameters: URLSearchParams): GoogleIdentity {
  const idToken = parameters.get("id_token");
  ensure(idToken, "INVALID_IDP_RESPONSE : ((The stand-in wants an id_token.))");
  const claims = parseClaims(idToken);
  const rawId = text(claims, "sub");
  ensure(
    rawId && rawId.length <= 256,
    'INVALID_IDP_RESPONSE : Invalid Idp Response: id_token missing required fields. ((Missing "sub" field. This field is required and must be a unique identifier.))',
  );
  const email = emailIn(claims);
  ensure(!email || isEmail(email), "INVALID_IDP_RESPONSE : ((The e-mail address is none.))");
  return {
    rawId,
    ...(email ? { email } : {}),
    emailVerified: email !== undefined && (flag(claims, "email_verified") ?? false),
    displayName: text(claims, "name")?.slice(0, 256),
    photoUrl: text(claims, "picture")?.slice(0, 2048),
    givenName: text(claims, "given_name"),
    familyName: text(claims, "family_name"),
    idToken,
  };
}

function parseClaims(idToken: string): Body {
  const json = idToken.startsWith("{")
    ? idToken
    : Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString();
  try {
    const claims: unknown = JSON.parse(json);
    if (isObject(claims)) return claims;
  } catch {
    // Told below.
  }
  throw new AuthError("INVALID_IDP_RESPONSE : Unable to parse id_token");
}

/** The part of the answer that speaks of Google's side. */
export function verifyAssertionAnswer(identity: GoogleIdentity): Record<string, unknown> {
  const { rawId, email, emailVerified, displayName, photoUrl, givenName, familyName } = identity;
  return {
    kind: "identitytoolkit#VerifyAssertionResponse",
    context: "",
    providerId: "google.com",
    federatedId: `https://accounts.google.com/${rawId}`,
    email,
    emailVerified,
    displayName,
    fullName: displayName,
    firstName: givenName,
    lastName: familyName,
    photoUrl,
    oauthIdToken: identity.idToken,
    oauthAccessToken: "((the stand-in for Google has no access tokens))",
    rawUserInfo: JSON.stringify({
      id: rawId,
      name: displayName,
      given_name: givenName,
      family_name: familyName,
      email,
      verified_email: emailVerified,
      picture: photoUrl,
    }),
  };
}
