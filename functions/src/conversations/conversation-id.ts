import { derivedId } from "../ids.ts";

/** One conversation an account and contact; the same two always give the same id. */
export function conversationIdOf(accountId: string, contact: string): string {
  return derivedId("cnv", accountId, contact);
}
