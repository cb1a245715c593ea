import { z } from "zod";
import { isAtLeast } from "./app-version.ts";

/** Which events a phone posts, and since which version its app knows their names: one unknown name and it takes none. */
const SUBSCRIPTIONS = [
  { event: "sms:received", since: "1.15" },
  { event: "system:ping", since: "1.16" },
  { event: "sms:sent", since: "1.18" },
  { event: "mms:received", since: "1.47", until: "1.56" },
  { event: "mms:downloaded", since: "1.56" },
  { event: "app:started", since: "1.66" },
] as const;

export interface Subscription {
  id: string;
  url: string;
  event: string;
}

/** The events that an app of this version is to post. Ids stay what they are: a new one makes the app notify its user. */
export function subscriptionsFor(version: string | null, url: string): Subscription[] {
  return SUBSCRIPTIONS.filter(
    (subscription) =>
      isAtLeast(version, subscription.since) &&
      !("until" in subscription && isAtLeast(version, subscription.until)),
  ).map(({ event }) => ({ id: `handset-${event.replaceAll(":", "-")}`, url, event }));
}

export const HookEnvelope = z.object({
  event: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
