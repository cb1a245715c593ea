import type { Firestore, Transaction } from "firebase-admin/firestore";
import { GatewayError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Actor } from "./schema/actor.ts";
import type { Scope } from "./schema/api-key.ts";

export type { Transaction };

/** What the product needs from outside; tests give their own. */
export interface Services {
  db: Firestore;
  now(): Date;
  tasks: Tasks;
  push: Push;
  identity: Identity;
  outbound: Outbound;
  log: Log;
}

/** The queue's name is the name of the function that works on it. */
export type QueueName = "wakeLater" | "sendScheduled" | "deliverWebhook" | "redeliverFailed";

export interface Tasks {
  /** Enqueues once: a second task with the same `id` in the same queue is dropped. `at` absent: now. */
  enqueue(queue: QueueName, task: { id: string; payload: object; at?: Date }): Promise<void>;
}

/** A person who signed in. */
export interface User {
  uid: string;
  email: string | null;
  name: string | null;
}

export interface Identity {
  /** Null when the token is not valid now. */
  verifyIdToken(token: string): Promise<User | null>;
}

export interface Push {
  /** Wakes a phone over FCM. `unregistered`: the token is dead and must be forgotten. */
  send(token: string, event: string): Promise<"sent" | "unregistered">;
}

/** Requests to addresses that customers gave. */
export interface Outbound {
  /** Says why this may not be the target of a request, or null when it may. */
  findObjection(url: string): Promise<string | null>;
  /** Never throws: whatever goes wrong is in the answer. The address is checked, and connected to, anew at each call. */
  post(request: OutboundRequest): Promise<OutboundAnswer>;
}

export interface OutboundRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface OutboundAnswer {
  /** Null: nothing answered. */
  statusCode: number | null;
  /** The first 2 kB. */
  body: string | null;
  /** The header `Retry-After`. */
  retryAfter: string | null;
  /** Why nothing answered. */
  error: string | null;
  durationMs: number;
}

/** One call of a verb: on whose behalf, on which account. */
export interface Context extends Services {
  accountId: string;
  actor: Actor;
  /** What the credentials allow; a phone and the system carry none. */
  scopes: readonly Scope[];
  /** What the API key may spend in a day, in millionths; absent or null: all there is. */
  spendPerDayMax?: number | null;
}

export function requireScope(ctx: Context, scope: Scope): void {
  if (ctx.actor.type === "system" || ctx.scopes.includes(scope)) return;
  const owner = ctx.actor.type === "user" ? "your role" : "the key";
  throw new GatewayError("missing_scope", `This needs the scope ${scope}, which ${owner} lacks.`, {
    extra: { required_scope: scope },
  });
}

/** Runs `work` with every read consistent and every write at once. It may run more than once. */
export function withTransaction<T>(
  services: Pick<Services, "db">,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return services.db.runTransaction(work, { maxAttempts: 20 });
}

export function systemContext(services: Services, accountId: string): Context {
  return { ...services, accountId, actor: { type: "system" }, scopes: [] };
}
