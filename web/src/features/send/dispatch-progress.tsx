import { useAccount } from "../../account.tsx";
import { to } from "../../paths.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import styles from "./dispatch-progress.module.css";
import type { Dispatch } from "./use-dispatch.ts";

interface Props {
  dispatch: Dispatch;
  onStop: () => void;
  onAgain: () => void;
}

const TITLES: Record<Dispatch["state"], string> = {
  idle: "",
  running: "Handing over…",
  waiting: "Waiting for the server, then it goes on",
  stopped: "Stopped",
  done: "Handed over",
};

export function DispatchProgress({ dispatch, onStop, onAgain }: Props) {
  const { id } = useAccount();
  const { state, total, accepted, refused } = dispatch;
  const isOver = state === "done" || state === "stopped";
  return (
    <Card title={TITLES[state]}>
      <progress className={styles.bar} value={accepted} max={total} aria-label="Handed over" />
      <p aria-live="polite">
        <strong>{accepted}</strong> of {total} accepted
        {isOver && accepted > 0 && ". The phones now send them at their pace"}.
      </p>
      {state === "running" || state === "waiting" ? (
        <p className={form.quiet}>Keep this page open. What is accepted goes out in any case.</p>
      ) : null}
      {refused.map(({ recipients, reason }) => (
        <Notice
          key={recipients.join()}
          tone="bad"
          title={
            recipients.length === 1
              ? `${recipients[0]} was refused`
              : `${recipients.length} were refused, from ${recipients[0]} to ${recipients.at(-1)}`
          }
        >
          {reason}
        </Notice>
      ))}
      <div className={form.actions}>
        {isOver ? (
          <>
            <ButtonLink look="primary" to={to.messages(id)}>
              See their statuses
            </ButtonLink>
            <Button onClick={onAgain}>Send more</Button>
          </>
        ) : (
          <Button onClick={onStop}>Stop</Button>
        )}
      </div>
    </Card>
  );
}
