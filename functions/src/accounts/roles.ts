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
