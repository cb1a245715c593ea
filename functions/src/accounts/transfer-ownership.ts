import { recordAudit } from "../audit/record.ts";
import { type Context, withTransaction } from "../context.ts";
import { GatewayError, notFound } from "../errors.ts";
import { getMembers, setMember } from "./store.ts";

/** Makes another member the owner; the owner becomes an admin. */
export async function transferOwnership(ctx: Context, input: { uid: string }): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user") throw onlyTheOwner();
  await withTransaction(ctx, async (tx) => {
    const [owner, heir] = await getMembers(ctx.db, tx, ctx.accountId, [actor.id, input.uid]);
    if (owner?.role !== "owner") throw onlyTheOwner();
    if (owner.uid === heir?.uid)
      throw new GatewayError("conflict", "You own this account already.");
    if (!heir) throw notFound("member");
    setMember(ctx.db, tx, ctx.accountId, { ...heir, role: "owner" });
    setMember(ctx.db, tx, ctx.accountId, { ...owner, role: "admin" });
    recordAudit(ctx, tx, "ownership.transferred", input.uid, { from: actor.id });
  });
}

function onlyTheOwner(): GatewayError {
  return new GatewayError("forbidden", "Only the account's owner may hand it over.");
}
