import { pathToFileURL } from "node:url";
import type { RetryConfig } from "../backoff.ts";
import { type Endpoint, readEndpoint } from "./endpoint.ts";
import { applyParamDefaults } from "./param-defaults.ts";
import type { PathPattern } from "./path-pattern.ts";

/** Called with a request and a response, or for a Firestore trigger with a CloudEvent. */
export type Handler = (...args: unknown[]) => unknown;

interface Deployed {
  /** The export's name, groups joined by `-`: the function's name in production. */
  name: string;
  region: string;
  timeoutSeconds: number;
}

export interface HttpsFunction extends Deployed {
  kind: "https";
  handler: Handler;
}

export interface FirestoreFunction extends Deployed {
  kind: "firestore";
  eventType: string;
  change: "created" | "updated" | "deleted" | "written";
  database: string;
  pattern: PathPattern;
  retry: boolean;
  handler: Handler;
}

export interface RateLimits {
  maxConcurrentDispatches: number;
  maxDispatchesPerSecond: number;
}

export interface TaskFunction extends Deployed {
  kind: "task";
  retryConfig: RetryConfig;
  rateLimits: RateLimits;
  handler: Handler;
}

export interface ScheduleFunction extends Deployed {
  kind: "schedule";
  schedule: string;
  timeZone: string;
  retryConfig: RetryConfig;
  handler: Handler;
}

export type DeployedFunction = HttpsFunction | FirestoreFunction | TaskFunction | ScheduleFunction;

/** Imports the entry point and reads what each export declares of itself, as `firebase deploy` does. */
export async function discoverFunctions(entry: string): Promise<DeployedFunction[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(entry).href);
  // Before anything that an export declares is read: it may be a parameter.
  applyParamDefaults();
  return walk(module, "");
}

export function walk(exports: Record<string, unknown>, prefix: string): DeployedFunction[] {
  return Object.entries(exports).flatMap(([key, value]) => {
    const name = prefix + key;
    if (isDeployed(value)) return [readEndpoint(name, value.__endpoint, value)];
    if (typeof value === "object" && value !== null && key !== "default") {
      return walk(value as Record<string, unknown>, `${name}-`);
    }
    return [];
  });
}

function isDeployed(value: unknown): value is Handler & { __endpoint: Endpoint } {
  return (
    typeof value === "function" &&
    "__endpoint" in value &&
    typeof value.__endpoint === "object" &&
    value.__endpoint !== null
  );
}
