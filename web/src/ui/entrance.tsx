import type { ReactNode } from "react";
import styles from "./entrance.module.css";
import { Logo } from "./logo.tsx";
import { useDocumentTitle } from "./page.tsx";

interface Props {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  isWide?: boolean;
}

/** The pages before the first account: one column, one task. */
export function Entrance({ title, lead, children, isWide }: Props) {
  useDocumentTitle(title);
  return (
    <main className={styles.entrance} data-wide={isWide || undefined}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Logo size={30} /> Handset
        </div>
        <div className={styles.card}>
          <header className={styles.header}>
            <h1>{title}</h1>
            {lead && <p className={styles.lead}>{lead}</p>}
          </header>
          {children}
        </div>
      </div>
    </main>
  );
}
