import type { MessageStatus } from "@handset/functions/schema/message.ts";
import { ChartColumn } from "lucide-react";
import { useSearchParams } from "react-router";
import { useAccount } from "../../account.tsx";
import { COUNT_MAX } from "../../database.ts";
import { DayChart } from "../../features/usage/day-chart.tsx";
import { ShareList } from "../../features/usage/share-list.tsx";
import { useUsage } from "../../features/usage/use-usage.ts";
import { to } from "../../paths.ts";
import { useDevices } from "../../sms/devices.tsx";
import { StatusBadge } from "../../sms/status.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Empty, Failure, Skeleton } from "../../ui/states.tsx";
import styles from "./usage.module.css";

const SPANS = [
  { value: "7", label: "7 days" },
  { value: "14", label: "14 days" },
  { value: "30", label: "30 days" },
] as const;
const DEVICES_MAX = 20;
const BAR_TONES: Partial<Record<MessageStatus, "bad" | "warn" | "quiet">> = {
  failed: "bad",
  expired: "warn",
  canceled: "quiet",
  queued: "quiet",
  scheduled: "quiet",
  dispatched: "quiet",
};

export function UsageRoute() {
  const [params, setParams] = useSearchParams();
  const span = SPANS.find(({ value }) => value === params.get("days"))?.value ?? "14";
  const { loadable, list } = useDevices();
  return (
    <Page
      title="Usage"
      actions={
        <Segments
          legend="How many days"
          value={span}
          options={SPANS}
          onChange={(value) => setParams({ days: value }, { replace: true })}
        />
      }
      isWide
    >
      {loadable.state === "loading" ? (
        <Skeleton rows={2} height={180} />
      ) : (
        <Figures
          dayCount={Number(span)}
          deviceIds={list.slice(0, DEVICES_MAX).map((device) => device.id)}
        />
      )}
    </Page>
  );
}

function Figures({ dayCount, deviceIds }: { dayCount: number; deviceIds: readonly string[] }) {
  const { id } = useAccount();
  const devices = useDevices();
  const usage = useUsage(id, dayCount, deviceIds);
  if (usage.state === "loading") return <Skeleton rows={2} height={180} />;
  if (usage.state === "error") {
    return (
      <Failure
        title="The figures could not be counted"
        detail="The database did not answer as it should."
        onRetry={usage.reload}
      />
    );
  }
  const { days, byStatus, byDevice } = usage.value;
  if (byStatus.length === 0) {
    return (
      <Card>
        <Empty
          icon={<ChartColumn />}
          title={`Nothing in ${dayCount} days`}
          action={<ButtonLink to={to.send(id)}>Send a text</ButtonLink>}
        >
          Texts are counted here by day, by phone and by what became of them.
        </Empty>
      </Card>
    );
  }
  const isCapped = days.some((day) => Math.max(day.outbound, day.inbound) >= COUNT_MAX);
  return (
    <>
      {isCapped && (
        <Notice tone="info">
          Days are counted up to {COUNT_MAX} each way: the tallest are taller.
        </Notice>
      )}
      <Card title="Texts a day">
        <DayChart days={days} />
      </Card>
      <div className={styles.pair}>
        <Card title="What became of them">
          <ShareList
            shares={byStatus.map(({ status, count }) => ({
              key: status,
              name: <StatusBadge status={status} />,
              tone: BAR_TONES[status],
              count,
            }))}
          />
        </Card>
        <Card title="By phone">
          {byDevice.length === 0 ? (
            <p>No phone is paired.</p>
          ) : (
            <ShareList
              shares={byDevice.map(({ deviceId, count }) => ({
                key: deviceId,
                name: devices.name(deviceId),
                count,
              }))}
            />
          )}
        </Card>
      </div>
    </>
  );
}
