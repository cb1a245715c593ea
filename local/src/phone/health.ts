import type { Capabilities } from "./capabilities.ts";
import type { Clock } from "./clock.ts";
import type { MessageStore } from "./stores/messages.ts";

type Status = "pass" | "warn" | "fail";

export interface HealthParts {
  clock: Clock;
  capabilities: Capabilities;
  messages: MessageStore;
  batteryPercent: number;
}

const RELEASE_ID = 1500;
const WIFI_FLAG = 4;
const CHARGING_BY_USB_FLAGS = 1 + 4;

/** The document in `system:ping`. */
export function describeHealth({ clock, capabilities, messages, batteryPercent }: HealthParts) {
  const since = clock.now() - 3_600_000;
  const failedCount = messages.failedCountSince(since);
  const isAnySent = messages.processedSince(since).count > 0;
  const failedStatus = failedCount === 0 ? "pass" : isAnySent ? "warn" : "fail";
  const level = batteryPercent;
  const levelStatus = level < 10 ? "fail" : level < 25 ? "warn" : "pass";
  const checks = {
    "messages:failed": check(failedStatus, failedCount, "messages", "Failed messages, last hour"),
    "connection:status": check("pass", 1, "boolean", "Whether the phone is on the Internet"),
    "connection:transport": check("pass", WIFI_FLAG, "flags", "How the phone is connected"),
    "connection:cellular": check("pass", 0, "index", "Kind of mobile network"),
    "battery:level": check(levelStatus, level, "percent", "Charge of the battery"),
    "battery:charging": check("pass", CHARGING_BY_USB_FLAGS, "flags", "Whether the phone charges"),
  };
  const statuses = Object.values(checks).map((each) => each.status);
  const status = (["fail", "warn"] as const).find((worst) => statuses.includes(worst)) ?? "pass";
  return { version: capabilities.version, releaseId: RELEASE_ID, status, checks };
}

function check(status: Status, observedValue: number, observedUnit: string, description: string) {
  return { status, observedValue, observedUnit, description };
}
