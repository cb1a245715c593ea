import type { Context, Transaction } from "../context.ts";
import { newId } from "../ids.ts";
import type { AuditEntry } from "../schema/audit.ts";
import { paths } from "../schema/paths.ts";

export type AuditAction =
  | "account.opened"
  | "account.changed"
  | "member.invited"
  | "invitation.withdrawn"
  | "member.joined"
  | "member.role_changed"
  | "member.removed"
  | "ownership.transferred"
  | "api_key.issued"
  | "api_key.revoked"
  | "device.paired"
  | "device.changed"
  | "device.removed"
  | "pairing_secret.rotated"
  | "webhook.created"
  | "webhook.changed"
  | "webhook.deleted"
  | "webhook.secret_rotated"
  | "billing.changed"
  | "balance.adjusted"
  | "price.changed";

/** Writes what was done into the transaction that does it. */
export function recordAudit(
  ctx: Pick<Context, "db" | "now" | "accountId" | "actor">,
  tx: Transaction,
  action: AuditAction,
  target: string,
  details: AuditEntry["details"] = {},
): void {
  const entry: AuditEntry = { action, actor: ctx.actor, target, details, createdAt: ctx.now() };
  tx.create(ctx.db.doc(paths.auditEntry(ctx.accountId, newId("aud"))), entry);
}
