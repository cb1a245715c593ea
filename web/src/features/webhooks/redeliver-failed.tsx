import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { redeliverFailed } from "./actions.ts";

const HOUR_MS = 3_600_000;
const SPANS = [
  { hours: 1, label: "the last hour" },
  { hours: 24, label: "the last day" },
  { hours: 72, label: "the last three days" },
  { hours: 720, label: "30 days" },
];

export function RedeliverFailed({ webhookId }: { webhookId: string }) {
  const { id } = useAccount();
  const api = useApi();
  const toast = useToast();
  const [isAsking, setAsking] = useState(false);
  const [hours, setHours] = useState(24);
  const start = useAction(async () => {
    const since = new Date(Date.now() - hours * HOUR_MS);
    const { redelivery } = await redeliverFailed(api, id, webhookId, since);
    setAsking(false);
    toast(`${redelivery?.total ?? 0} are being delivered again, bit by bit.`);
  });
  return (
    <>
      <Button icon={<RotateCcw size={15} aria-hidden />} onClick={() => setAsking(true)}>
        Redeliver failed
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Redeliver failed deliveries?"
          confirm="Redeliver"
          isBusy={start.isBusy}
          onConfirm={() => void start.run()}
          onClose={() => setAsking(false)}
        >
          <Field label="Failed in" error={undefined}>
            {(control) => (
              <select
                {...control}
                value={hours}
                onChange={(event) => setHours(Number(event.target.value))}
              >
                {SPANS.map((span) => (
                  <option key={span.hours} value={span.hours}>
                    {span.label}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <p>Each keeps its id, so that your program can tell what it has already.</p>
          <ProblemNotice error={start.error} />
        </ConfirmDialog>
      )}
    </>
  );
}
