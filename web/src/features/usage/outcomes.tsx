import { StatusBadge } from "../../sms/status.tsx";
import { Badge } from "../../ui/badge.tsx";
import { type Share, ShareList } from "./share-list.tsx";
import type { Outcome, UsageSummary } from "./summarize.ts";

const ORDER = ["delivered", "sent", "failed", "expired", "canceled", "received"] as const;
const TONES: Partial<Record<Outcome, Share["tone"]>> = {
  ...{ sent: "soft", failed: "bad", expired: "warn", canceled: "quiet", received: "info" },
};

export function Outcomes({ summary }: { summary: UsageSummary }) {
  const { byOutcome, uncounted } = summary;
  const waiting = byOutcome.waiting + uncounted;
  const shares: Share[] = ORDER.map((outcome) => ({
    key: outcome,
    name: <StatusBadge status={outcome} />,
    tone: TONES[outcome],
    count: byOutcome[outcome],
  }));
  shares.splice(2, 0, {
    ...{ key: "waiting", tone: "quiet", count: waiting },
    name: <Badge tone="neutral">Waiting, or not counted yet</Badge>,
  });
  return <ShareList shares={shares.filter(({ count }) => count > 0)} />;
}
