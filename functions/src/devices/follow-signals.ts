import { hasWaitingMessages } from "../messages/has-waiting.ts";
import type { PhoneLink } from "../schema/device.ts";
import type { PhoneContext } from "./authenticate.ts";
import { watchLink } from "./link-store.ts";

export interface SignalFollower {
  onSignal(name: string): void;
  /** The phone was removed, or the database is not to be followed any more. */
  onEnd(reason: "removed" | "lost"): void;
}

/**
 * Tells of each event for a phone from now on, beginning with `MessageEnqueued` where something waits. Resolves once nothing can
 * be missed any more: an event is either told of, or what it was about is there to be pulled.
 */
export async function followSignals(
  ctx: PhoneContext,
  follower: SignalFollower,
): Promise<() => void> {
  let stop = () => {};
  await new Promise<void>((resolve, reject) => {
    let known: PhoneLink["signals"] | null = null;
    stop = watchLink(
      ctx.db,
      ctx.actor.id,
      (link) => {
        if (link === null) {
          follower.onEnd("removed");
        } else {
          for (const name of grown(known, link.signals)) follower.onSignal(name);
          known = link.signals;
        }
        resolve();
      },
      (error) => {
        if (known === null) reject(error);
        else follower.onEnd("lost");
      },
    );
  });
  try {
    if (await hasWaitingMessages(ctx)) follower.onSignal("MessageEnqueued");
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

function grown(before: PhoneLink["signals"] | null, after: PhoneLink["signals"]): string[] {
  if (before === null) return [];
  return Object.keys(after).filter((name) => (after[name] ?? 0) > (before[name] ?? 0));
}
