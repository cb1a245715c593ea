import type { PhoneContext } from "../../devices/authenticate.ts";
import { followSignals } from "../../devices/follow-signals.ts";
import { keepStreaming, startStreaming } from "../../devices/keep-streaming.ts";
import type { MobileHandler } from "../env.ts";
import { createEventStream, type EventStream } from "../event-stream.ts";

const KEEPALIVE_MS = 15_000;
const PRESENCE_MS = 60_000;

/** Holds a stream of events open for a phone without push. Closed, the phone opens another and pulls. */
export function streamEvents(lifetimeSeconds: number): MobileHandler {
  return async (c) => {
    const phone = c.get("phone");
    const ends: (() => void)[] = [];
    const stream = createEventStream(() => {
      for (const end of ends) end();
    });
    const close = () => stream.close();
    const followed = followSignals(phone, { onSignal: stream.send, onEnd: close });
    const [stop] = await Promise.all([followed, startStreaming(phone)]).catch(async (error) => {
      await followed.then((stopFollowing) => stopFollowing()).catch(() => {});
      throw error;
    });
    ends.push(stop, ...startTimers(phone, stream, lifetimeSeconds));
    const { signal } = c.req.raw;
    if (signal.aborted) close();
    else signal.addEventListener("abort", close, { once: true });
    stream.comment("open");
    return c.body(stream.body, 200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
  };
}

function startTimers(phone: PhoneContext, stream: EventStream, lifetimeSeconds: number) {
  const keepalive = setInterval(() => stream.comment("keepalive"), KEEPALIVE_MS);
  const presence = setInterval(() => {
    keepStreaming(phone).catch((error: unknown) => {
      phone.log.warn("stream_presence_failed", {
        accountId: phone.accountId,
        deviceId: phone.actor.id,
        cause: String(error),
      });
    });
  }, PRESENCE_MS);
  const lifetime = setTimeout(() => stream.close(), lifetimeSeconds * 1000);
  return [
    () => clearInterval(keepalive),
    () => clearInterval(presence),
    () => clearTimeout(lifetime),
  ];
}
