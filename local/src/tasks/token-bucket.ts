import type { Clock } from "../clock.ts";

/** A queue may catch up by this many seconds' worth of dispatches at once, as production chooses for its queues. */
const BURST_SECONDS = 0.2;

export type TokenBucket = ReturnType<typeof createTokenBucket>;

export function createTokenBucket(perSecond: number, clock: Clock) {
  const capacity = Math.max(1, perSecond * BURST_SECONDS);
  let tokens = capacity;
  let filledAt = clock.now();
  const refill = () => {
    const elapsedMs = Math.max(0, clock.now() - filledAt);
    filledAt = clock.now();
    tokens = Math.min(capacity, tokens + (elapsedMs / 1000) * perSecond);
  };
  return {
    available(): number {
      refill();
      // A clock of whole milliseconds leaves a token short by a rounding error.
      return Math.floor(tokens + 1e-6);
    },
    take(): void {
      tokens -= 1;
    },
    /** When the next token is there. */
    availableAt(): number {
      refill();
      return tokens >= 1 ? clock.now() : clock.now() + Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}
