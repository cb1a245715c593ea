import { z } from "zod";
import { prepareApiKey } from "../api-keys/issue.ts";
import { recordAudit } from "../audit/record.ts";
import { type Context, type Services, type User, withTransaction } from "../context.ts";
import { derivedId } from "../ids.ts";
import type { Account } from "../schema/account.ts";
import { ALL_SCOPES } from "../schema/api-key.ts";
import { newAccount, type OpenAccountInput } from "./open.ts";
import { getAccount, setAccount, setMember } from "./store.ts";

export const OpenAccountForUserInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** The same key opens the same account, so that a repeated click opens one. */
  idempotencyKey: z.string().min(1).max(255),
});
export type OpenAccountForUserInput = z.infer<typeof OpenAccountForUserInput>;

/** Opens an account that `user` owns, with a first API key, whose text is in the answer and nowhere else. */
export async function openAccountForUser(
  services: Services,
  user: User,
  terms: Omit<OpenAccountInput, "name">,
  input: OpenAccountForUserInput,
): Promise<{ accountId: string; account: Account; key: string }> {
  const { name, idempotencyKey } = OpenAccountForUserInput.parse(input);
  const accountId = derivedId("acc", user.uid, idempotencyKey);
  const ctx: Context = {
    ...services,
    accountId,
    actor: { type: "user", id: user.uid },
    scopes: ALL_SCOPES,
  };
  return withTransaction(ctx, async (tx) => {
    const existing = await getAccount(ctx.db, tx, accountId);
    const { key, write } = prepareApiKey(ctx, {
      name: "First key",
      scopes: [...ALL_SCOPES],
      expiresAt: null,
    });
    const account = existing ?? newAccount(ctx.now(), { ...terms, name, billingEmail: user.email });
    if (existing === null) {
      setAccount(ctx.db, tx, accountId, account);
      setMember(ctx.db, tx, accountId, {
        uid: user.uid,
        role: "owner",
        email: user.email,
        name: user.name,
        joinedAt: ctx.now(),
      });
      recordAudit(ctx, tx, "account.opened", accountId);
    }
    write(tx);
    return { accountId, account, key };
  });
}
