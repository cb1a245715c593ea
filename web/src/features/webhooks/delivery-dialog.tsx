import type { ApiDelivery, ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ApiFailure, ProblemNotice } from "../../problem-notice.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { formatFull } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import { useResource } from "../../use-resource.ts";
import { readDelivery, redeliver } from "./actions.ts";
import { CopyAsCurl } from "./copy-as-curl.tsx";
import styles from "./webhooks.module.css";

interface Props {
  deliveryId: string;
  webhook: ApiWebhook;
  onChanged: () => void;
  onClose: () => void;
}

/** What was sent, and what each attempt met with. */
export function DeliveryDialog({ deliveryId, webhook, onChanged, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const delivery = useResource(`delivery ${deliveryId}`, () => readDelivery(api, id, deliveryId));
  const again = useAction(async () => {
    await redeliver(api, id, deliveryId);
    if (delivery.state !== "loading") delivery.reload();
    onChanged();
  });
  return (
    <Dialog
      title="Delivery"
      onClose={onClose}
      footer={
        <>
          <Button isBusy={again.isBusy} onClick={() => void again.run()}>
            Redeliver
          </Button>
          {delivery.state === "ready" && <CopyAsCurl webhook={webhook} delivery={delivery.value} />}
        </>
      }
    >
      {delivery.state === "loading" && <Skeleton rows={4} />}
      {delivery.state === "error" && (
        <ApiFailure error={delivery.error} onRetry={delivery.reload} />
      )}
      {delivery.state === "ready" && <Story delivery={delivery.value} />}
      <ProblemNotice error={again.error} />
    </Dialog>
  );
}

function Story({ delivery }: { delivery: ApiDelivery }) {
  return (
    <>
      <p>
        <code>{delivery.event}</code>, {formatFull(new Date(delivery.created_at))}
      </p>
      {delivery.attempts.length === 0 && <p>No attempt yet.</p>}
      <ol aria-label="Attempts">
        {delivery.attempts.map((attempt) => (
          <li key={attempt.at} className={styles.attempt}>
            <span>
              {formatFull(new Date(attempt.at))}, {attempt.duration_ms} ms
            </span>
            <Badge tone={attempt.error === null ? "good" : "bad"}>
              {attempt.status_code ?? "no answer"}
            </Badge>
            {(attempt.error ?? attempt.response) && (
              <code>{attempt.error ?? attempt.response}</code>
            )}
          </li>
        ))}
      </ol>
      <CodeBlock label="Payload" code={pretty(delivery.payload)} />
    </>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
