import { type Context, requireScope } from "../context.ts";
import { type IssuedCode, issuePairingCode } from "./issue-pairing-code.ts";

const LIFETIME_SECONDS = 600;

/** Gives a code to type into a phone. */
export async function createPairing(ctx: Context): Promise<IssuedCode> {
  requireScope(ctx, "devices:write");
  return issuePairingCode(ctx, ctx.accountId, LIFETIME_SECONDS);
}
