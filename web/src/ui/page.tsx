import { type ReactNode, useEffect } from "react";
import { classNames } from "./class-names.ts";
import styles from "./page.module.css";

interface Props {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, actions, children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <header className={styles.header}>
          <div className={styles.heading}>
            <h1>{title}</h1>
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

let pageTitle = "";
let unreadMark = "";

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    pageTitle = `${title} · Handset`;
    document.title = unreadMark + pageTitle;
  }, [title]);
}

/** Puts a count before the page's title, to be seen among the browser's tabs. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    unreadMark = count > 0 ? `(${count}) ` : "";
    document.title = unreadMark + pageTitle;
    return () => {
      unreadMark = "";
    };
  }, [count]);
}

interface CardProps {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  isFlush?: boolean;
}

export function Card({ title, lead, actions, children, isFlush }: CardProps) {
  return (
    <section className={classNames(styles.card, isFlush && styles.flush)}>
      {(title || actions) && (
        <header className={styles.cardHeader}>
          <div className={styles.heading}>
            {title && <h2>{title}</h2>}
            {lead && <p className={styles.lead}>{lead}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
