import { Logo } from "../ui/logo.tsx";
import styles from "./splash.module.css";

export function Splash() {
  return (
    <div className={styles.splash} role="status" aria-label="Loading">
      <Logo size={44} />
    </div>
  );
}
