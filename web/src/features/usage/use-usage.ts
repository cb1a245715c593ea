import { MessageStatus } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import type { Database, Filter } from "../../database.ts";
import { useDatabase } from "../../use-database.ts";
import { useResource } from "../../use-resource.ts";

export interface DayUsage {
  day: Date;
  outbound: number;
  inbound: number;
}

export interface Usage {
  days: DayUsage[];
  byStatus: { status: MessageStatus; count: number }[];
  byDevice: { deviceId: string; count: number }[];
}

/** Counted by the database: it reads no message. */
export function useUsage(accountId: string, dayCount: number, deviceIds: readonly string[]) {
  const database = useDatabase();
  const key = `usage ${accountId} ${dayCount} ${deviceIds.join()}`;
  return useResource(key, () => readUsage(database, accountId, dayCount, deviceIds));
}

async function readUsage(
  database: Database,
  accountId: string,
  dayCount: number,
  deviceIds: readonly string[],
): Promise<Usage> {
  const path = paths.messages(accountId);
  const count = (...where: Filter[]) =>
    database.countCollection({ path, where, orderBy: [["createdAt", "desc"]] });
  const now = new Date();
  const dayAt = (back: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - back);
  const since: Filter = ["createdAt", ">=", dayAt(dayCount - 1)];
  const days = Array.from({ length: dayCount }, (_, index) => dayCount - 1 - index);
  const [perDay, byStatus, byDevice] = await Promise.all([
    Promise.all(
      days.map(async (back) => {
        const within: Filter[] = [
          ["createdAt", ">=", dayAt(back)],
          ["createdAt", "<", dayAt(back - 1)],
        ];
        const [outbound, inbound] = await Promise.all([
          count(["direction", "==", "outbound"], ...within),
          count(["direction", "==", "inbound"], ...within),
        ]);
        return { day: dayAt(back), outbound, inbound };
      }),
    ),
    Promise.all(
      MessageStatus.options.map(async (status) => ({
        status,
        count: await count(["status", "==", status], since),
      })),
    ),
    Promise.all(
      deviceIds.map(async (deviceId) => ({
        deviceId,
        count: await count(["deviceId", "==", deviceId], since),
      })),
    ),
  ]);
  return {
    days: perDay,
    byStatus: byStatus.filter((entry) => entry.count > 0),
    byDevice: byDevice.toSorted((a, b) => b.count - a.count),
  };
}
