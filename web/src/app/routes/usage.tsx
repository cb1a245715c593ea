import { ChartColumn } from "lucide-react";
import { useSearchParams } from "react-router";
import { useAccount } from "../../account.tsx";
import { CountingNote } from "../../features/usage/counting-note.tsx";
import { DayChart } from "../../features/usage/day-chart.tsx";
import { Outcomes } from "../../features/usage/outcomes.tsx";
import { PhoneShares } from "../../features/usage/phone-shares.tsx";
import { summarizeUsage } from "../../features/usage/summarize.ts";
import { Totals } from "../../features/usage/totals.tsx";
import { useUsage } from "../../features/usage/use-usage.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { FirstStep } from "../../sms/first-step.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import styles from "./usage.module.css";

const SPANS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;

export function UsageRoute() {
  const [params, setParams] = useSearchParams();
  const span = SPANS.find(({ value }) => value === params.get("days"))?.value ?? "30";
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
    >
      <Figures dayCount={Number(span)} />
    </Page>
  );
}

function Figures({ dayCount }: { dayCount: number }) {
  const { id } = useAccount();
  const { documents, counting, today } = useUsage(id, dayCount);
  if (documents.state === "error") {
    return <DatabaseFailure error={documents.error} onRetry={documents.retry} />;
  }
  if (documents.state === "loading") return <Skeleton rows={2} height={180} />;
  const usages = documents.value.docs.map(({ data }) => data);
  if (usages.length === 0) {
    return counting.state === "loading" ? (
      <Skeleton rows={2} height={180} />
    ) : (
      <Nothing dayCount={dayCount} />
    );
  }
  const summary = summarizeUsage(usages, today, dayCount);
  return (
    <>
      <Totals summary={summary} />
      <Card title="Texts per day">
        <DayChart days={summary.days} />
      </Card>
      <div className={styles.pair}>
        <Card title="By status">
          <Outcomes summary={summary} />
        </Card>
        <Card title="By phone" lead="Outbound and inbound">
          <PhoneShares summary={summary} />
        </Card>
      </div>
      <CountingNote countedAt={summary.countedAt} counting={counting} />
    </>
  );
}

function Nothing({ dayCount }: { dayCount: number }) {
  return (
    <Card>
      <Empty
        icon={<ChartColumn />}
        title={`Nothing in ${dayCount} days`}
        action={<FirstStep label="Send a text" />}
      >
        Texts are counted here by day, by phone and by status.
      </Empty>
    </Card>
  );
}
