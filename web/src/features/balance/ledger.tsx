import { LedgerEntry } from "@handset/functions/schema/ledger.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { ReceiptText } from "lucide-react";
import { Link } from "react-router";
import { useAccount } from "../../account.tsx";
import { to } from "../../paths.ts";
import { DatabaseFailure, ProblemNotice } from "../../problem-notice.tsx";
import { formatMoney } from "../../sms/money.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { formatFull, formatMoment } from "../../ui/time.ts";
import { useHistory } from "../../use-history.ts";
import styles from "./balance.module.css";
import { LedgerDownload } from "./ledger-download.tsx";

const PAGE = 50;
/** An entry of a kind that came after this page shows its reason alone. */
const NAMES: Partial<Record<string, string>> = {
  top_up: "Top-up",
  top_up_refund: "Top-up paid back",
  refund: "Refund",
  adjustment: "Adjustment",
  dispute: "Dispute",
};

/** Top-ups, refunds, disputes and adjustments. */
export function Ledger() {
  const { id, account } = useAccount();
  const { loadable, docs, hasOlder, older } = useHistory({
    path: paths.ledger(id),
    schema: LedgerEntry,
    orderBy: [["createdAt", "desc"]],
    limit: PAGE,
  });
  if (loadable.state === "loading") return <Skeleton rows={5} />;
  if (loadable.state === "error") {
    return <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />;
  }
  if (docs.length === 0) {
    return (
      <Card title="Ledger">
        <Empty icon={<ReceiptText />} title="No entries yet">
          Top-ups and refunds for failed texts are listed here.
        </Empty>
      </Card>
    );
  }
  return (
    <Card
      title="Ledger"
      lead="Top-ups, refunds, disputes and adjustments"
      actions={<LedgerDownload />}
      isFlush
    >
      <Table
        caption="Ledger"
        rows={docs}
        rowKey={(entry) => entry.id}
        columns={[
          {
            key: "type",
            title: "Type",
            isHeadline: true,
            render: ({ data }) => <Badge>{NAMES[data.type] ?? "Other"}</Badge>,
          },
          {
            key: "reason",
            title: "Reason",
            isWide: true,
            render: ({ data }) =>
              data.messageId ? (
                <Link to={to.message(id, data.messageId)}>{data.reason || "This text"}</Link>
              ) : (
                data.reason
              ),
          },
          {
            key: "when",
            title: "When",
            render: ({ data }) => (
              <time
                className={styles.when}
                dateTime={data.createdAt.toISOString()}
                title={formatFull(data.createdAt)}
              >
                {formatMoment(data.createdAt)}
              </time>
            ),
          },
          {
            key: "amount",
            title: "Amount",
            align: "end",
            render: ({ data }) => (
              <strong className={data.amount < 0 ? styles.minus : styles.plus}>
                {data.amount > 0 && "+"}
                {formatMoney(data.amount, account.currency)}
              </strong>
            ),
          },
        ]}
      />
      <ProblemNotice error={older.error} />
      {hasOlder && (
        <div className={styles.more}>
          <Button look="ghost" isBusy={older.isBusy} onClick={() => void older.run()}>
            Show older
          </Button>
        </div>
      )}
    </Card>
  );
}
