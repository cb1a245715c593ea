import type { ApiTopUp } from "@handset/functions/schema/api/billing.ts";
import { CreditCard, ExternalLink } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { z } from "zod";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ApiFailure, ProblemNotice } from "../../problem-notice.tsx";
import { formatMoney } from "../../sms/money.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import { useResource } from "../../use-resource.ts";
import { listTopUps, openPortal } from "./actions.ts";
import styles from "./balance.module.css";

type TopUp = z.infer<typeof ApiTopUp>;

/** Your top-ups, with Stripe's receipts. */
export function Receipts({ hasPortal, hidesNone }: { hasPortal: boolean; hidesNone?: boolean }) {
  const { id, account } = useAccount();
  const api = useApi();
  const first = useResource(`top-ups ${id}`, () => listTopUps(api, id));
  const [older, setOlder] = useState<{ data: TopUp[]; next_cursor: string | null }>();
  const more = useAction(async (cursor: string) => {
    const page = await listTopUps(api, id, cursor);
    setOlder({ data: [...(older?.data ?? []), ...page.data], next_cursor: page.next_cursor });
  });
  useOnRise(account.balance, () => {
    if (first.state !== "loading") first.reload();
  });
  if (first.state === "loading") return <Skeleton rows={2} />;
  if (first.state === "error") return <ApiFailure error={first.error} onRetry={first.reload} />;
  const rows = unique([...first.value.data, ...(older?.data ?? [])]);
  const cursor = older ? older.next_cursor : first.value.next_cursor;
  if (rows.length === 0 && hidesNone) return null;
  if (rows.length === 0) {
    return (
      <Card title="Payments">
        <Empty icon={<CreditCard />} title="No payments yet">
          Each top-up is listed here with its receipt.
        </Empty>
      </Card>
    );
  }
  return (
    <Card
      title="Payments"
      lead="Your top-ups, with Stripe's receipts"
      actions={hasPortal && <PortalButton />}
      isFlush
    >
      <Table
        caption="Payments"
        rows={rows}
        rowKey={(topUp) => topUp.id}
        columns={columns(account.currency)}
      />
      <ProblemNotice error={more.error} />
      {cursor && (
        <div className={styles.more}>
          <Button look="ghost" isBusy={more.isBusy} onClick={() => void more.run(cursor)}>
            Show older
          </Button>
        </div>
      )}
    </Card>
  );
}

function PortalButton() {
  const { id } = useAccount();
  const api = useApi();
  const open = useAction(async () => {
    location.assign((await openPortal(api, id, to.balance(id))).url);
  });
  return (
    <>
      <Button
        icon={<CreditCard size={16} aria-hidden />}
        isBusy={open.isBusy}
        onClick={() => void open.run()}
      >
        Cards and invoices
      </Button>
      <ProblemNotice error={open.error} />
    </>
  );
}

function columns(currency: string): Column<TopUp>[] {
  return [
    {
      key: "when",
      title: "When",
      isHeadline: true,
      isWide: true,
      render: (topUp) => {
        const at = new Date(topUp.created_at);
        return (
          <time className={styles.when} dateTime={topUp.created_at} title={formatFull(at)}>
            {formatMoment(at)}
          </time>
        );
      },
    },
    {
      key: "state",
      title: "Status",
      render: (topUp) => <State topUp={topUp} currency={currency} />,
    },
    { key: "receipt", title: "Receipt", render: (topUp) => <Receipt topUp={topUp} /> },
    {
      key: "amount",
      title: "Amount",
      align: "end",
      render: (topUp) => <strong>{formatMoney(topUp.amount, currency)}</strong>,
    },
  ];
}

function State({ topUp, currency }: { topUp: TopUp; currency: string }) {
  return (
    <span className={styles.states}>
      {topUp.disputed && <Badge tone="bad">Disputed</Badge>}
      {topUp.refunded > 0 && (
        <Badge tone="warn">{formatMoney(topUp.refunded, currency)} paid back</Badge>
      )}
      {!topUp.disputed && topUp.refunded === 0 && <Badge tone="good">Paid</Badge>}
      {topUp.automatic && <Badge>Automatic</Badge>}
    </span>
  );
}

function Receipt({ topUp }: { topUp: TopUp }) {
  if (topUp.receipt_url === null) return <span className={styles.note}>none</span>;
  return (
    <a className={styles.receipt} href={topUp.receipt_url} target="_blank" rel="noreferrer">
      Receipt
      <ExternalLink size={14} aria-hidden />
      <span className="visually-hidden"> of {formatFull(new Date(topUp.created_at))}, new tab</span>
    </a>
  );
}

/** A page that was read anew begins later than the older ones that were read before. */
function unique(topUps: TopUp[]): TopUp[] {
  return [...new Map(topUps.map((topUp) => [topUp.id, topUp])).values()];
}

function useOnRise(value: number, act: () => void): void {
  const before = useRef(value);
  useEffect(() => {
    if (value > before.current) act();
    before.current = value;
  });
}
