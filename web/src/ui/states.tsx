import { CloudOff, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import styles from "./states.module.css";

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet, and what to do next. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={styles.state}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

interface FailureProps {
  title: string;
  detail: string;
  reference?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** The way on where trying again would not help. */
  action?: ReactNode;
}

export function Failure({ title, detail, reference, onRetry, action }: FailureProps) {
  return (
    <div className={classNames(styles.state, styles.bad)} role="alert">
      <span className={styles.icon} aria-hidden>
        <CloudOff />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{detail}</p>
      {reference && <p className={styles.reference}>Reference: {reference}</p>}
      {(onRetry || action) && (
        <div className={styles.action}>
          {onRetry && <Button onClick={onRetry}>Try again</Button>}
          {action}
        </div>
      )}
    </div>
  );
}

export function NotPermitted(props: { children: ReactNode }) {
  return (
    <div className={styles.state}>
      <span className={styles.icon} aria-hidden>
        <Lock />
      </span>
      <h2 className={styles.title}>Not for your role</h2>
      <div className={styles.text}>{props.children}</div>
    </div>
  );
}

/** Rows in the place of what is being read. */
export function Skeleton({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={index} className={styles.bone} style={{ height }} />
      ))}
    </div>
  );
}
