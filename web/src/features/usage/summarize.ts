import { daysBefore, type Usage, type UsageOutcomes } from "@handset/functions/schema/usage.ts";

export interface DayUsage {
  /** A day of UTC, such as 2026-11-22. */
  day: string;
  outbound: number;
  inbound: number;
}

export type Outcome = Exclude<keyof UsageOutcomes, "byDevice" | "countedAt">;

export interface UsageSummary {
  days: DayUsage[];
  messages: number;
  segments: number;
  spent: number;
  byOutcome: Record<Outcome, number>;
  /** Accepted, and not in any count yet. */
  uncounted: number;
  byDevice: { deviceId: string; count: number }[];
  /** In the count, which was made before phones were told apart. */
  withoutDevice: number;
  /** When the newest day was counted; null: no day was. */
  countedAt: Date | null;
}

/** Sums the days up to `today` up, `dayCount` of them; `usages` need not hold each. */
export function summarizeUsage(
  usages: readonly Usage[],
  today: string,
  dayCount: number,
): UsageSummary {
  const found = new Map(usages.map((usage) => [usage.day, usage]));
  const summary: UsageSummary = {
    ...{ days: [], messages: 0, segments: 0, spent: 0, uncounted: 0, withoutDevice: 0 },
    byOutcome: {
      ...{ waiting: 0, sent: 0, delivered: 0, failed: 0, expired: 0, canceled: 0, received: 0 },
    },
    byDevice: [],
    countedAt: null,
  };
  const devices = new Map<string, number>();
  for (let back = dayCount - 1; back >= 0; back--) {
    const day = daysBefore(today, back);
    const usage = found.get(day);
    summary.days.push({
      day,
      outbound: usage?.messages ?? 0,
      inbound: usage?.outcomes?.received ?? 0,
    });
    if (!usage) continue;
    summary.messages += usage.messages;
    summary.segments += usage.segments;
    summary.spent += usage.spent;
    if (usage.outcomes) addOutcomes(summary, devices, usage.outcomes);
  }
  const { received: _, ...ends } = summary.byOutcome;
  const counted = sum(Object.values(ends));
  summary.uncounted = Math.max(0, summary.messages - counted);
  summary.byDevice = [...devices]
    .map(([deviceId, count]) => ({ deviceId, count }))
    .sort((a, b) => b.count - a.count);
  return summary;
}

function addOutcomes(
  summary: UsageSummary,
  devices: Map<string, number>,
  { byDevice, countedAt, ...counts }: UsageOutcomes,
): void {
  for (const [outcome, count] of Object.entries(counts)) {
    summary.byOutcome[outcome as Outcome] += count;
  }
  for (const [deviceId, count] of Object.entries(byDevice)) {
    devices.set(deviceId, (devices.get(deviceId) ?? 0) + count);
  }
  if (Object.keys(byDevice).length === 0) summary.withoutDevice += sum(Object.values(counts));
  summary.countedAt = countedAt;
}

const sum = (counts: Iterable<number>): number =>
  [...counts].reduce((total, count) => total + count, 0);
