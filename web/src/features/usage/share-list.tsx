import type { ReactNode } from "react";
import styles from "./share-list.module.css";

export interface Share {
  key: string;
  name: ReactNode;
  count: number;
  tone?: "soft" | "bad" | "warn" | "info" | "quiet" | undefined;
}

export function ShareList({ shares }: { shares: readonly Share[] }) {
  const most = Math.max(1, ...shares.map((share) => share.count));
  return (
    <ul className={styles.list}>
      {shares.map((share) => (
        <li key={share.key} className={styles.share}>
          <span className={styles.name}>{share.name}</span>
          <span className={styles.count}>{share.count.toLocaleString()}</span>
          <span
            className={styles.bar}
            data-tone={share.tone}
            style={{ width: `${Math.max(share.count > 0 ? 1 : 0, (share.count / most) * 100)}%` }}
            aria-hidden
          />
        </li>
      ))}
    </ul>
  );
}
