import { ChevronsUpDown, LogOut, Plus } from "lucide-react";
import { useNavigate } from "react-router";
import { ROLE_NAMES, useAccount } from "../account.tsx";
import { to } from "../paths.ts";
import { usePerson, useSession } from "../session.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { LazyMenu } from "../ui/lazy-menu.tsx";
import type { MenuEntry } from "../ui/menu.tsx";
import styles from "./account-menu.module.css";

/** Which account this is; switches to another one, opens a new one, signs out. */
export function AccountMenu() {
  const { account, role } = useAccount();
  const entries = useAccountMenu();
  return (
    <LazyMenu
      align="start"
      side="top"
      entries={entries}
      trigger={
        <button type="button" className={styles.trigger}>
          <span className="visually-hidden">Account: </span>
          <Avatar name={account.name} seed={account.name} size={30} />
          <span className={styles.text}>
            <span className={styles.name}>{account.name}</span>
            <span className={styles.role}>{ROLE_NAMES[role]}</span>
          </span>
          <ChevronsUpDown size={15} aria-hidden />
        </button>
      }
    />
  );
}

function useAccountMenu(): MenuEntry[] {
  const { id, accounts } = useAccount();
  const { identity } = useSession();
  const person = usePerson();
  const navigate = useNavigate();
  return [
    { kind: "heading", label: person.email ?? person.name ?? "Signed in" },
    ...accounts.map(
      (account): MenuEntry => ({
        kind: "choice",
        label: account.name,
        isChosen: account.id === id,
        onSelect: () => navigate(to.account(account.id)),
      }),
    ),
    { kind: "line" },
    {
      kind: "action",
      label: "Open another account",
      icon: <Plus size={16} aria-hidden />,
      onSelect: () => navigate(to.welcome()),
    },
    {
      kind: "action",
      label: "Sign out",
      icon: <LogOut size={16} aria-hidden />,
      onSelect: () => void identity.signOut(),
    },
  ];
}
