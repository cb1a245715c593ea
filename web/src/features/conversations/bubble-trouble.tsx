import type { Message } from "@handset/functions/schema/message.ts";
import { RotateCcw } from "lucide-react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { FAILURE_ADVICE } from "../../sms/failure-advice.ts";
import { cancelMessage, sendMessage } from "../../sms/send-message.ts";
import { Button } from "../../ui/button.tsx";
import { formatMoment } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import styles from "./bubble-trouble.module.css";

interface Props {
  message: Doc<Message>;
  contact: string;
  /** The reason stands above already. */
  isExplained: boolean;
}

/** Beneath a message that ended badly or still waits: why, what to do, and the button that does it. */
export function BubbleTrouble({ message, contact, isExplained }: Props) {
  const { id, role } = useAccount();
  const api = useApi();
  const { data } = message;
  const again = useAction(() =>
    sendMessage(api, id, { to: data.to ?? contact, text: data.body, via: null }),
  );
  const cancel = useAction(() => cancelMessage(api, id, message.id));
  const canAct = isAtLeast(role, "agent");
  const isOver = data.status === "failed" || data.status === "expired";
  const code = data.failure?.code ?? (data.status === "expired" ? "expired" : "unknown");
  const { what, advice } = FAILURE_ADVICE[code];
  return (
    <div className={styles.trouble}>
      {isOver && !isExplained && (
        <p>
          <strong>{what}.</strong> {advice}
        </p>
      )}
      {data.status === "scheduled" && data.sendAt && <p>Goes out {formatMoment(data.sendAt)}.</p>}
      {canAct && isOver && (
        <Button
          isBusy={again.isBusy}
          icon={<RotateCcw size={14} aria-hidden />}
          onClick={() => void again.run()}
        >
          Send again
        </Button>
      )}
      {canAct && !isOver && (
        <button
          type="button"
          className={styles.cancel}
          disabled={cancel.isBusy || data.isCanceling}
          onClick={() => void cancel.run()}
        >
          {data.isCanceling ? "Canceling…" : "Cancel it"}
        </button>
      )}
      <ProblemNotice error={again.error ?? cancel.error} />
    </div>
  );
}
