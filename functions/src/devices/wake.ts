import { type Context, type Services, systemContext, withTransaction } from "../context.ts";
import { hasReroutableFor } from "../messages/has-waiting.ts";
import { rerouteMessages } from "../messages/reroute.ts";
import type { PhoneLink } from "../schema/device.ts";
import {
  addSignal,
  findLink,
  readLink,
  readNewestRequest,
  updateLink,
  updateLinkAsRead,
} from "./link-store.ts";
import { pushSignal } from "./push-signal.ts";
import { settleRequest } from "./settle-removed.ts";
import { decidePlanned, decideWake, type WakeDecision } from "./wake-plan.ts";

/** A push that fails is tried again for so long; by then the phone has asked by itself. */
const PUSH_PATIENCE_MS = 5 * 60_000;
/** Longer than a text takes from the reading of the phones, which may have a minute, to this trigger. */
const ACCEPTANCE_MS = 5 * 60_000;

export interface WakeRequested {
  accountId: string;
  deviceId: string;
  /** The request's commit time, in microseconds. */
  version: number;
}

/** Answers a request to wake a phone: wakes it now, or plans to, so that a burst is one wake-up. */
export async function wakePhone(
  services: Services,
  { accountId, deviceId, version }: WakeRequested,
): Promise<"woken" | "planned" | "nothing"> {
  const decided =
    (await decideAtOnce(services, deviceId, version)) ??
    (await decideInTransaction(services, deviceId, version));
  if (decided === "removed") {
    await settleRequest(services, { accountId, deviceId });
    return "nothing";
  }
  if (justLeft(decided.link, services.now())) {
    await rerouteLate(systemContext(services, accountId), deviceId);
  }
  switch (decided.decision.kind) {
    case "wake":
      await pushToWake(services, deviceId, decided.link, version, (link) =>
        link.requestVersion === version ? { requestVersion: version - 1 } : null,
      );
      return "woken";
    case "plan":
    case "planned":
      await enqueueWake(services, deviceId, decided.decision.at);
      return "planned";
    case "nothing":
      return "nothing";
  }
}

/**
 * A text that named no phone may be accepted in the moment in which the phone chosen for it goes: whoever moved what waited did not see it
 * yet. This request came with it, or after it.
 */
async function rerouteLate(ctx: Context, deviceId: string): Promise<void> {
  if (await hasReroutableFor(ctx, deviceId)) await rerouteMessages(ctx, { from: "stuck" });
}

function justLeft({ awayAt }: PhoneLink, now: Date): boolean {
  return awayAt !== null && now.getTime() - awayAt.getTime() < ACCEPTANCE_MS;
}

type Decided = { decision: WakeDecision; link: PhoneLink } | "removed";

/**
 * Most requests of a burst find it planned: they read, in one call for all phones, and write nothing. Null: the link changed between
 * the reading and the writing.
 */
async function decideAtOnce(
  services: Services,
  deviceId: string,
  version: number,
): Promise<Decided | null> {
  const reading = await readLink(services.db, deviceId);
  if (reading === null) return "removed";
  const { link } = reading;
  const now = services.now();
  const decision = decideWake(link, version, now);
  const changes = changesOf(decision, link, version, now);
  if (changes === null) return { decision, link };
  const isWritten = await updateLinkAsRead(services.db, deviceId, reading, changes);
  return isWritten ? { decision, link } : null;
}

function decideInTransaction(
  services: Services,
  deviceId: string,
  version: number,
): Promise<Decided> {
  const { db } = services;
  return withTransaction(services, async (tx) => {
    const link = await findLink(db, deviceId, tx);
    if (link === null) return "removed";
    const now = services.now();
    const decision = decideWake(link, version, now);
    const changes = changesOf(decision, link, version, now);
    if (changes !== null) updateLink(db, tx, deviceId, changes);
    return { decision, link };
  });
}

function changesOf(
  decision: WakeDecision,
  link: PhoneLink,
  version: number,
  now: Date,
): Partial<PhoneLink> | null {
  switch (decision.kind) {
    case "plan":
      return { plannedAt: decision.at, requestVersion: version };
    case "wake":
      return wokenChanges(link, Math.max(link.requestVersion, version), now);
    case "planned":
    case "nothing":
      return null;
  }
}

/** Does what was planned, unless a pull made it needless. */
export async function wakeAsPlanned(
  services: Services,
  { deviceId, plannedAt }: { deviceId: string; plannedAt: Date },
): Promise<"woken" | "planned" | "nothing"> {
  const { db } = services;
  const decided = await withTransaction(services, async (tx) => {
    const link = await findLink(db, deviceId, tx);
    if (link === null) return null;
    const now = services.now();
    const decision = decidePlanned(link, plannedAt, now);
    switch (decision.kind) {
      case "nothing":
        return null;
      case "plan":
        // `heldUntil` stands until the phone is woken, so that this task, run again, comes to the same plan.
        updateLink(db, tx, deviceId, { plannedAt: decision.at });
        return decision;
      case "wake": {
        // This wake-up answers every request so far: those that found it planned wrote nothing down.
        const newest = await readNewestRequest(db, tx, deviceId);
        const requestVersion = Math.max(link.requestVersion, newest);
        updateLink(db, tx, deviceId, {
          ...wokenChanges(link, requestVersion, now),
          ...(link.heldUntil !== null && link.heldUntil <= plannedAt && { heldUntil: null }),
        });
        return { kind: decision.kind, link, requestVersion };
      }
    }
  });
  if (decided === null) return "nothing";
  if (decided.kind === "plan") {
    await enqueueWake(services, deviceId, decided.at);
    return "planned";
  }
  await pushToWake(services, deviceId, decided.link, decided.requestVersion, (link) =>
    link.plannedAt === null ? { plannedAt } : null,
  );
  return "woken";
}

/** The same plan enqueues once, whoever enqueues it. */
export async function enqueueWake(
  { tasks }: Pick<Services, "tasks">,
  deviceId: string,
  plannedAt: Date,
): Promise<void> {
  await tasks.enqueue("wakeLater", {
    id: `${deviceId}-${plannedAt.getTime()}`,
    payload: { deviceId, plannedAt: plannedAt.toISOString() },
    at: plannedAt,
  });
}

function wokenChanges(link: PhoneLink, requestVersion: number, now: Date): Partial<PhoneLink> {
  return {
    wokenAt: now,
    plannedAt: null,
    requestVersion,
    signals: addSignal(link, "MessageEnqueued"),
  };
}

/** An open stream has the signal by now; a phone with a push token is pushed to. `undo` makes the next attempt wake it again. */
async function pushToWake(
  services: Services,
  deviceId: string,
  { accountId, pushToken }: PhoneLink,
  version: number,
  undo: (link: PhoneLink) => Partial<PhoneLink> | null,
): Promise<void> {
  if (pushToken === null) return;
  try {
    await pushSignal(services, { accountId, deviceId, pushToken }, "MessageEnqueued");
  } catch (error) {
    if (services.now().getTime() - version / 1000 > PUSH_PATIENCE_MS) {
      services.log.error("push_given_up", { accountId, deviceId, cause: String(error) });
      return;
    }
    await withTransaction(services, async (tx) => {
      const link = await findLink(services.db, deviceId, tx);
      const changes = link && undo(link);
      if (changes) updateLink(services.db, tx, deviceId, changes);
    });
    throw error;
  }
}
