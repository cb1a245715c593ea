import { recordAudit } from "../audit/record.ts";
import { type Context, requireScope, withTransaction } from "../context.ts";
import { newSecret, sha256 } from "../ids.ts";
import { replaceSecret } from "./pairing-store.ts";

/** Gives the account a new private token, shown once. The old one pairs no phone any more; paired phones stay. */
export async function rotatePairingSecret(ctx: Context): Promise<{ privateToken: string }> {
  requireScope(ctx, "devices:write");
  const privateToken = newSecret("hs_pair_");
  await withTransaction(ctx, async (tx) => {
    await replaceSecret(ctx.db, tx, sha256(privateToken), {
      accountId: ctx.accountId,
      kind: "secret",
      expiresAt: null,
      usedAt: null,
      deviceId: null,
      createdAt: ctx.now(),
    });
    recordAudit(ctx, tx, "pairing_secret.rotated", ctx.accountId);
  });
  return { privateToken };
}
