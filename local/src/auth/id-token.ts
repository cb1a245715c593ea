/**
 * The Admin SDK takes only unsigned tokens from an emulator, so the proof stands inside: the last claim, `_mac`, is
 * `<epoch>.<HMAC-SHA256>` over the header and the bytes of the payload before it. Nothing is parsed before it is proved.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

export const MAC_CLAIM = "_mac";

const HEADER = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
const PROOF = new RegExp(`^(\\{.*),"${MAC_CLAIM}":"(\\d{1,15})\\.([\\w-]{43})"\\}$`, "su");
/** Longer is no token of ours: custom claims end at 1,000 characters. */
const TOKEN_LENGTH_MAX = 32_768;

export interface ProvedToken {
  /** Without the proof. */
  claims: Claims;
  /** The user's count of revocations when it was minted. */
  epoch: number;
}

export function sealToken(secret: Buffer, claims: Claims, epoch: number): string {
  const proved = JSON.stringify({ ...claims, [MAC_CLAIM]: undefined }).slice(0, -1);
  const mac = proofOf(secret, proved, epoch).toString("base64url");
  const payload = `${proved},"${MAC_CLAIM}":"${epoch}.${mac}"}`;
  return `${HEADER}.${Buffer.from(payload).toString("base64url")}.`;
}

/** Undefined when the token is not one that this secret sealed, byte for byte. */
export function openToken(secret: Buffer, token: string): ProvedToken | undefined {
  if (token.length > TOKEN_LENGTH_MAX) return undefined;
  const [header, payload, signature, ...rest] = token.split(".");
  if (header !== HEADER || payload === undefined || signature !== "" || rest.length > 0) return;
  const bytes = Buffer.from(payload, "base64url");
  if (bytes.toString("base64url") !== payload) return undefined;
  const [, proved, epochText, macText] = PROOF.exec(bytes.toString()) ?? [];
  if (proved === undefined || epochText === undefined || macText === undefined) return undefined;
  const epoch = Number(epochText);
  if (!timingSafeEqual(proofOf(secret, proved, epoch), Buffer.from(macText, "base64url"))) return;
  return { claims: JSON.parse(`${proved}}`), epoch };
}

function proofOf(secret: Buffer, proved: string, epoch: number): Buffer {
  return createHmac("sha256", secret).update(`${HEADER}.${epoch}.${proved}`).digest();
}
