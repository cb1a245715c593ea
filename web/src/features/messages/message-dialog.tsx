import { Message } from "@handset/functions/schema/message.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { useAccount } from "../../account.tsx";
import { to } from "../../paths.ts";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { MessageDetails } from "../../sms/message-details.tsx";
import { NumberText } from "../../sms/number-text.tsx";
import { StatusBadge } from "../../sms/status.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure, Skeleton } from "../../ui/states.tsx";
import { formatFull } from "../../ui/time.ts";
import { useDocument } from "../../use-database.ts";
import styles from "./message-log.module.css";

const TITLES = { inbound: "Inbound text", outbound: "Outbound text" } as const;
const titleOf = (message: Message | null) => (message ? TITLES[message.direction] : "Text");

/** One message and what became of it, live. */
export function MessageDialog({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { id, account } = useAccount();
  const devices = useDevices();
  const loadable = useDocument(paths.message(id, messageId), Message);
  const message = loadable.state === "ready" ? loadable.value : null;
  return (
    <Dialog
      title={titleOf(message)}
      onClose={onClose}
      footer={
        message && (
          <ButtonLink to={to.conversation(id, message.conversationId)}>
            Open the conversation
          </ButtonLink>
        )
      }
    >
      {loadable.state === "loading" && <Skeleton rows={4} />}
      {loadable.state === "error" && (
        <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />
      )}
      {loadable.state === "ready" && !message && (
        <Failure title="Message not found" detail="It may belong to another account." />
      )}
      {message && (
        <>
          <div className={styles.facts}>
            <p>
              <StatusBadge status={message.status} />
            </p>
            <p>
              {message.direction === "outbound" ? "To " : "From "}
              <NumberText
                number={(message.direction === "outbound" ? message.to : message.from) ?? "unknown"}
              />
              , {formatFull(message.createdAt)}
            </p>
          </div>
          <p className={styles.body} dir="auto">
            {message.body || "(no text)"}
          </p>
          <MessageDetails
            message={message}
            deviceName={devices.name(message.deviceId)}
            currency={account.currency}
          />
        </>
      )}
    </Dialog>
  );
}
