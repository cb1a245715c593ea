import { useDevices } from "../../sms/devices.tsx";
import { type Share, ShareList } from "./share-list.tsx";
import type { UsageSummary } from "./summarize.ts";

export function PhoneShares({ summary }: { summary: UsageSummary }) {
  const { list } = useDevices();
  const names = new Map(list.map(({ id, data }) => [id, data.name]));
  const known = summary.byDevice.filter(({ deviceId }) => names.has(deviceId));
  const removed = summary.byDevice.filter(({ deviceId }) => !names.has(deviceId));
  const shares: Share[] = known.map(({ deviceId, count }) => ({
    ...{ key: deviceId, name: names.get(deviceId), count },
  }));
  const rests: Share[] = [
    {
      ...{ key: "removed", name: "Phones removed since", tone: "quiet" },
      count: removed.reduce((sum, { count }) => sum + count, 0),
    },
    {
      ...{
        key: "unknown",
        name: "Days before phones were counted",
        tone: "quiet",
        count: summary.withoutDevice,
      },
    },
  ];
  const all = [...shares, ...rests.filter(({ count }) => count > 0)];
  return all.length === 0 ? <p>Nothing is counted yet.</p> : <ShareList shares={all} />;
}
