import { useAccount } from "../account.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { AccountChoices } from "./account-choices.tsx";
import { NavItemLink } from "./frame.tsx";
import styles from "./more-sheet.module.css";
import { navFor } from "./nav.ts";

/** On a phone: what the bar at the bottom has no room for. */
export function MoreSheet({ onClose }: { onClose: () => void }) {
  const { role } = useAccount();
  return (
    <Dialog title="More" onClose={onClose}>
      <nav aria-label="Administration" className={styles.nav}>
        {navFor(role).administration.map((item) => (
          <NavItemLink key={item.label} item={item} />
        ))}
      </nav>
      <AccountChoices />
    </Dialog>
  );
}
