import type { ApiDeliverySummary, ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { Inbox } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ApiFailure, ProblemNotice } from "../../problem-notice.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { formatMoment } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import { useResource } from "../../use-resource.ts";
import { listDeliveries } from "./actions.ts";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { RedeliverFailed } from "./redeliver-failed.tsx";
import styles from "./webhooks.module.css";

const SHOWS = [
  { value: "", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "pending", label: "Pending" },
  { value: "delivered", label: "Delivered" },
] as const;

const STATES: Record<ApiDeliverySummary["status"], { name: string; tone: Tone }> = {
  pending: { name: "Pending", tone: "neutral" },
  delivered: { name: "Delivered", tone: "good" },
  failed: { name: "Failed", tone: "bad" },
};

export function Deliveries({ webhook }: { webhook: ApiWebhook }) {
  const [params, setParams] = useSearchParams();
  const status = SHOWS.find(({ value }) => value === params.get("status"))?.value ?? "";
  return (
    <>
      <div className={styles.bar}>
        <Segments
          legend="Which deliveries"
          value={status}
          options={SHOWS}
          onChange={(value) => setParams(value ? { status: value } : {}, { replace: true })}
        />
        <RedeliverFailed webhookId={webhook.id} />
      </div>
      <DeliveryTable key={status} webhook={webhook} status={status || undefined} />
    </>
  );
}

function DeliveryTable(props: {
  webhook: ApiWebhook;
  status: ApiDeliverySummary["status"] | undefined;
}) {
  const { webhook, status } = props;
  const webhookId = webhook.id;
  const { id } = useAccount();
  const api = useApi();
  const first = useResource(`deliveries ${webhookId} ${status}`, () =>
    listDeliveries(api, id, webhookId, { status }),
  );
  const [older, setOlder] = useState<{ data: ApiDeliverySummary[]; next_cursor: string | null }>();
  const [shownId, setShownId] = useState<string | null>(null);
  const more = useAction(async (cursor: string) => {
    const page = await listDeliveries(api, id, webhookId, { status, cursor });
    setOlder({ data: [...(older?.data ?? []), ...page.data], next_cursor: page.next_cursor });
  });
  if (first.state === "loading") return <Skeleton rows={6} />;
  if (first.state === "error") return <ApiFailure error={first.error} onRetry={first.reload} />;
  const rows = [...first.value.data, ...(older?.data ?? [])];
  const cursor = older ? older.next_cursor : first.value.next_cursor;
  if (rows.length === 0) {
    return (
      <Card>
        <Empty icon={<Inbox />} title="Nothing here">
          Each event that is sent to this URL is listed here for 30 days, with every attempt.
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <Card isFlush>
        <Table
          caption="Deliveries"
          columns={columns(setShownId)}
          rows={rows}
          rowKey={(delivery) => delivery.id}
        />
      </Card>
      <ProblemNotice error={more.error} />
      {cursor && (
        <div className={styles.more}>
          <Button isBusy={more.isBusy} onClick={() => void more.run(cursor)}>
            Show older
          </Button>
        </div>
      )}
      {shownId && (
        <DeliveryDialog
          deliveryId={shownId}
          webhook={webhook}
          onChanged={first.reload}
          onClose={() => setShownId(null)}
        />
      )}
    </>
  );
}

function columns(onShow: (deliveryId: string) => void): Column<ApiDeliverySummary>[] {
  return [
    {
      key: "event",
      title: "Event",
      isWide: true,
      isHeadline: true,
      render: (delivery) => (
        <button type="button" className={styles.link} onClick={() => onShow(delivery.id)}>
          {delivery.event}
        </button>
      ),
    },
    {
      key: "status",
      title: "Status",
      render: (delivery) => (
        <Badge tone={STATES[delivery.status].tone}>
          {STATES[delivery.status].name}
          {delivery.last_status_code !== null && ` · ${delivery.last_status_code}`}
        </Badge>
      ),
    },
    { key: "attempts", title: "Attempts", align: "end", render: (d) => d.attempts_count },
    {
      key: "next",
      title: "Next",
      render: (d) => (d.next_attempt_at ? formatMoment(new Date(d.next_attempt_at)) : ""),
    },
    {
      key: "at",
      title: "When",
      align: "end",
      render: (delivery) => formatMoment(new Date(delivery.created_at)),
    },
  ];
}
