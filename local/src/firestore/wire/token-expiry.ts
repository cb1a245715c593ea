import { FirestoreError } from "../errors.ts";
import type { Caller } from "../protocol.ts";

/** Watches over a stream that outlives its caller's token. A token that was no longer valid when it was accepted is not judged. */
export function tokenExpiry(caller: Caller, openedAt: number): { check(now: number): void } {
  const seconds = caller.kind === "user" ? caller.token.exp : undefined;
  const expiresAt = typeof seconds === "number" ? seconds * 1000 : Number.POSITIVE_INFINITY;
  return {
    check(now) {
      if (expiresAt <= openedAt || now < expiresAt) return;
      throw new FirestoreError("UNAUTHENTICATED", "The token of this stream has expired.");
    },
  };
}
