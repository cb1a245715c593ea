import type { Services, User } from "../context.ts";
import { listMemberships } from "./store.ts";

/** The accounts that a person belongs to. */
export function listAccounts(services: Services, user: User) {
  return listMemberships(services.db, user.uid);
}
