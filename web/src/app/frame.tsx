import { Ellipsis } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { NavLink, useLocation } from "react-router";
import { useAccount } from "../account.tsx";
import { formatMoney } from "../sms/money.ts";
import { UNREAD_MAX, useUnreadCount } from "../sms/use-unread.ts";
import { Logo } from "../ui/logo.tsx";
import { useTitleCount } from "../ui/page.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import styles from "./frame.module.css";
import { MoreSheet } from "./more-sheet.tsx";
import { type NavItem, navFor } from "./nav.ts";

export function Frame({ children }: { children: ReactNode }) {
  const { id, account, role } = useAccount();
  const { work, administration } = navFor(role);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: going elsewhere closes the sheet.
  useEffect(() => setMoreOpen(false), [pathname]);
  const unread = useUnreadCount();
  useTitleCount(unread);
  const isElsewhere = administration.some((item) => pathname.startsWith(item.href(id)));
  const isInThread = /\/conversations\/./u.test(pathname);
  return (
    <div className={styles.frame} data-thread={isInThread || undefined}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.side}>
        <div className={styles.brand}>
          <Logo size={26} /> Handset
        </div>
        <nav aria-label="Work" className={styles.nav}>
          {work.map((item) => (
            <NavItemLink key={item.label} item={item}>
              {item.label === "Conversations" && <Unread count={unread} />}
            </NavItemLink>
          ))}
        </nav>
        <nav aria-label="Administration" className={styles.nav}>
          {administration.map((item) => (
            <NavItemLink key={item.label} item={item}>
              {item.label === "Balance" && account.pricePerSegment > 0 && (
                <span className={styles.figure}>
                  {formatMoney(account.balance, account.currency)}
                </span>
              )}
            </NavItemLink>
          ))}
        </nav>
        <AccountMenu />
      </header>
      <div className={styles.main}>
        <ConnectionBanner accountId={id} />
        <main id="main" tabIndex={-1} className={styles.content}>
          {children}
        </main>
      </div>
      <nav aria-label="Work, at hand" className={styles.tabs}>
        {work.map((item) => (
          <NavItemLink key={item.label} item={item}>
            {item.label === "Conversations" && <Unread count={unread} />}
          </NavItemLink>
        ))}
        <button
          type="button"
          className={styles.link}
          data-current={isElsewhere || undefined}
          aria-expanded={isMoreOpen}
          onClick={() => setMoreOpen(true)}
        >
          <Ellipsis size={20} aria-hidden />
          <span>More</span>
        </button>
      </nav>
      {isMoreOpen && <MoreSheet onClose={() => setMoreOpen(false)} />}
    </div>
  );
}

function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className={styles.unread}>
      {count >= UNREAD_MAX ? `${UNREAD_MAX - 1}+` : count}
      <span className="visually-hidden"> unread</span>
    </span>
  );
}

export function NavItemLink({ item, children }: { item: NavItem; children?: ReactNode }) {
  const { id } = useAccount();
  const Icon = item.icon;
  return (
    <NavLink to={item.href(id)} className={styles.link ?? ""}>
      <Icon size={18} aria-hidden strokeWidth={1.9} />
      <span>{item.label}</span>
      {children}
    </NavLink>
  );
}
