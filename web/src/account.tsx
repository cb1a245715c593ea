import type { Account, Role } from "@handset/functions/schema/account.ts";
import { createContext, use } from "react";

export interface AccountSummary {
  id: string;
  name: string;
  role: Role;
}

export interface CurrentAccount {
  id: string;
  account: Account;
  role: Role;
  /** Every account of the signed-in person. */
  accounts: readonly AccountSummary[];
}

export const AccountContext = createContext<CurrentAccount | null>(null);

export function useAccount(): CurrentAccount {
  const current = use(AccountContext);
  if (!current) throw new Error("No account here: the page is outside its provider.");
  return current;
}

const RANK: Record<Role, number> = { viewer: 0, agent: 1, admin: 2, owner: 3 };

/** Whether to show what only such a role may do; the server decides for itself. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

export const ROLE_NAMES: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  agent: "Agent",
  viewer: "Viewer",
};

export const ROLE_MEANINGS: Record<Role, string> = {
  owner: "Everything, and hands the account over",
  admin: "Phones, keys, team and money",
  agent: "Reads and answers conversations",
  viewer: "Reads",
};
