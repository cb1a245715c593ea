import { type Context, requireScope } from "../context.ts";
import type { Role } from "../schema/account.ts";
import { ALL_SCOPES, type Scope } from "../schema/api-key.ts";

const READ: Scope[] = ["messages:read", "devices:read", "balance:read"];

const SCOPES: Record<Role, readonly Scope[]> = {
  owner: ALL_SCOPES,
  admin: ALL_SCOPES,
  agent: [...READ, "messages:send", "conversations:write"],
  viewer: READ,
};

/** What a member may do. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES[role];
}

/** Nobody gives a role more than they may do themselves: an API key for administration alone must not make a member who may do everything. */
export function requireScopesOf(ctx: Context, role: Role): void {
  for (const scope of SCOPES[role]) requireScope(ctx, scope);
}
