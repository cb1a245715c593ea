import type { RetryConfig } from "../backoff.ts";
import type { DeployedFunction, Handler, RateLimits } from "./discover.ts";
import { parsePathPattern } from "./path-pattern.ts";

/** What `firebase-functions` puts on an export. Values may be parameters, or marks that mean "the default". */
export type Endpoint = Record<string, unknown>;

const FIRESTORE_EVENT =
  /^google\.cloud\.firestore\.document\.v1\.(created|updated|deleted|written)$/;

/** What the Firebase CLI gives a queue that says nothing. */
const QUEUE_RETRY: RetryConfig = {
  maxAttempts: 3,
  maxRetrySeconds: 0,
  minBackoffSeconds: 0.1,
  maxBackoffSeconds: 3600,
  maxDoublings: 16,
};
const QUEUE_RATE: RateLimits = { maxConcurrentDispatches: 1000, maxDispatchesPerSecond: 500 };

/** Cloud Scheduler's own defaults: one attempt. */
const SCHEDULE_RETRY: RetryConfig = {
  maxAttempts: 1,
  maxRetrySeconds: 0,
  minBackoffSeconds: 5,
  maxBackoffSeconds: 3600,
  maxDoublings: 5,
};

export function readEndpoint(name: string, endpoint: Endpoint, handler: Handler): DeployedFunction {
  if (endpoint.platform !== "gcfv2") {
    throw new Error(
      `Function ${name}: only 2nd gen functions run here, and it is ${endpoint.platform}.`,
    );
  }
  const deployed = {
    name,
    region: readRegion(name, endpoint),
    timeoutSeconds: numberOr(endpoint.timeoutSeconds, 60),
  };
  if (endpoint.httpsTrigger || endpoint.callableTrigger) {
    return { ...deployed, kind: "https", handler };
  }
  if (endpoint.taskQueueTrigger) {
    const trigger = record(endpoint.taskQueueTrigger);
    return {
      ...deployed,
      kind: "task",
      retryConfig: numbersOver(QUEUE_RETRY, record(trigger.retryConfig)),
      rateLimits: numbersOver(QUEUE_RATE, record(trigger.rateLimits)),
      handler,
    };
  }
  if (endpoint.scheduleTrigger) {
    return { ...deployed, ...readSchedule(record(endpoint.scheduleTrigger)), handler };
  }
  if (endpoint.eventTrigger) {
    return { ...deployed, ...readFirestoreTrigger(name, record(endpoint.eventTrigger)), handler };
  }
  const triggers = Object.keys(endpoint).filter((key) => key.endsWith("Trigger"));
  throw new Error(
    `Function ${name}: ${triggers.join(", ") || "its trigger"} is not emulated here.`,
  );
}

function readSchedule(trigger: Endpoint) {
  const retry = record(trigger.retryConfig);
  return {
    kind: "schedule" as const,
    schedule: String(plain(trigger.schedule)),
    timeZone: String(plain(trigger.timeZone) ?? "UTC"),
    retryConfig: {
      ...numbersOver(SCHEDULE_RETRY, retry),
      maxAttempts: numberOr(retry.retryCount, 0) + 1,
    },
  };
}

function readFirestoreTrigger(name: string, trigger: Endpoint) {
  const eventType = String(trigger.eventType);
  const change = FIRESTORE_EVENT.exec(eventType)?.[1];
  if (!change) {
    const reason = eventType.endsWith(".withAuthContext")
      ? "who wrote a document is not kept, so use the trigger without auth context"
      : "only Firestore document events, queues, schedules and HTTPS are";
    throw new Error(
      `Function ${name}: events of type ${eventType} are not emulated here; ${reason}.`,
    );
  }
  const filters = record(trigger.eventFilters);
  const patterns = record(trigger.eventFilterPathPatterns);
  return {
    kind: "firestore" as const,
    eventType,
    change: change as "created" | "updated" | "deleted" | "written",
    database: String(plain(filters.database) ?? "(default)"),
    pattern: parsePathPattern(String(plain(patterns.document ?? filters.document))),
    retry: plain(trigger.retry) === true,
  };
}

function readRegion(name: string, endpoint: Endpoint): string {
  const region = plain(endpoint.region);
  const regions = Array.isArray(region) ? region.map(plain) : [region ?? "us-central1"];
  if (regions.length === 1) return String(regions[0]);
  throw new Error(`Function ${name}: one machine is one region, and it names ${regions.length}.`);
}

/** The value behind a parameter; undefined for null and for the mark that means "the default". */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? undefined;
  if ("toJSON" in value && typeof value.toJSON === "function" && value.toJSON() === null) {
    return undefined;
  }
  return "value" in value && typeof value.value === "function" ? value.value() : value;
}

function record(value: unknown): Endpoint {
  const found = plain(value);
  return typeof found === "object" && found !== null ? (found as Endpoint) : {};
}

function numberOr(value: unknown, otherwise: number): number {
  const found = plain(value);
  return typeof found === "number" ? found : otherwise;
}

function numbersOver<T extends { [K in keyof T]: number }>(defaults: T, given: Endpoint): T {
  const entries = Object.entries<number>(defaults);
  return Object.fromEntries(entries.map(([key, value]) => [key, numberOr(given[key], value)])) as T;
}
