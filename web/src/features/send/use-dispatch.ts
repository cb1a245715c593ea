import { HandsetError } from "@handset/client/handset-error.ts";
import { newIdempotencyKey } from "@handset/client/idempotency-key.ts";
import { useCallback, useRef, useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { sendSameText } from "../../sms/send-message.ts";
import type { SimChoice } from "../../sms/sim-choice.ts";
import type { Batch } from "./batches.ts";

export interface Dispatch {
  state: "idle" | "running" | "waiting" | "stopped" | "done";
  total: number;
  accepted: number;
  refused: readonly { recipients: readonly string[]; reason: string }[];
}

const IDLE: Dispatch = { state: "idle", total: 0, accepted: 0, refused: [] };
const WAIT_SECONDS = 5;
/** What stops everything: the next call would be refused alike. */
const FATAL = new Set([401, 402, 403]);

interface Options {
  via: SimChoice | null;
  sendAt: Date | null;
}

/** Hands batches over one after another, waits when it is told to, and never sends one twice. */
export function useDispatch() {
  const { id } = useAccount();
  const api = useApi();
  const [dispatch, setDispatch] = useState(IDLE);
  const isStopping = useRef(false);

  const run = useCallback(
    async (batches: readonly Batch[], { via, sendAt }: Options) => {
      isStopping.current = false;
      let now: Dispatch = { ...IDLE, state: "running", total: countOf(batches) };
      const show = (change: Partial<Dispatch>) => {
        now = { ...now, ...change };
        setDispatch(now);
      };
      show({});
      for (const { recipients, text } of batches) {
        const key = newIdempotencyKey();
        for (;;) {
          if (isStopping.current) return show({ state: "stopped" });
          try {
            await sendSameText(api, id, recipients, { text, via, sendAt }, key);
            show({ state: "running", accepted: now.accepted + recipients.length });
            break;
          } catch (error) {
            const waitSeconds = secondsToWait(error);
            if (waitSeconds === null) {
              const reason = error instanceof Error ? error.message : "It was refused.";
              show({ state: "running", refused: [...now.refused, { recipients, reason }] });
              if (error instanceof HandsetError && FATAL.has(error.status)) {
                return show({ state: "stopped" });
              }
              break;
            }
            show({ state: "waiting" });
            await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1000));
          }
        }
      }
      show({ state: "done" });
    },
    [api, id],
  );

  return {
    dispatch,
    run,
    stop: useCallback(() => {
      isStopping.current = true;
    }, []),
    reset: useCallback(() => setDispatch(IDLE), []),
  };
}

/** Null: trying again would not help. */
function secondsToWait(error: unknown): number | null {
  if (!(error instanceof HandsetError && error.isTemporary)) return null;
  return Math.min(error.retryAfterSeconds ?? WAIT_SECONDS, 60);
}

function countOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + batch.recipients.length, 0);
}
