import { LogOut, Plus } from "lucide-react";
import { Link } from "react-router";
import { ROLE_NAMES, useAccount } from "../account.tsx";
import { to } from "../paths.ts";
import { useSession } from "../session.tsx";
import { Avatar } from "../ui/avatar.tsx";
import styles from "./account-choices.module.css";

/** The account switcher, laid out flat for a phone. */
export function AccountChoices() {
  const { id, accounts } = useAccount();
  const { identity } = useSession();
  return (
    <div className={styles.choices}>
      {accounts.map((account) => (
        <Link
          key={account.id}
          to={to.account(account.id)}
          className={styles.choice}
          aria-current={account.id === id || undefined}
        >
          <Avatar name={account.name} seed={account.name} size={30} />
          <span className={styles.name}>{account.name}</span>
          <span className={styles.role}>{ROLE_NAMES[account.role]}</span>
        </Link>
      ))}
      <Link to={to.welcome()} className={styles.choice}>
        <Plus size={18} aria-hidden /> Open another account
      </Link>
      <button type="button" className={styles.choice} onClick={() => void identity.signOut()}>
        <LogOut size={18} aria-hidden /> Sign out
      </button>
    </div>
  );
}
