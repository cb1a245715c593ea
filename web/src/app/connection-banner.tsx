import { paths } from "@handset/functions/schema/paths.ts";
import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { isServerThere } from "../config.ts";
import { useDatabase } from "../use-database.ts";
import styles from "./connection-banner.module.css";

const GRACE_MS = 1_500;
const PROBE_MS = 3_000;

/** Says that the server is away, and connects again as soon as it answers. */
export function ConnectionBanner({ accountId }: { accountId: string }) {
  const isAway = useIsAway(accountId);
  return (
    <div role="status" aria-live="polite">
      {isAway && (
        <p className={styles.banner}>
          <CloudOff size={16} aria-hidden />
          The server cannot be reached. What you see may be out of date; it reconnects by itself.
        </p>
      )}
    </div>
  );
}

function useIsAway(accountId: string): boolean {
  const database = useDatabase();
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    let grace: ReturnType<typeof setTimeout> | undefined;
    const stop = database.watchConnection(paths.account(accountId), (isConnected) => {
      clearTimeout(grace);
      if (isConnected) setAway(false);
      else grace = setTimeout(() => setAway(true), GRACE_MS);
    });
    return () => {
      clearTimeout(grace);
      stop();
    };
  }, [database, accountId]);
  useEffect(() => {
    if (!isAway) return;
    let isProbing = false;
    const probe = setInterval(async () => {
      if (isProbing) return;
      isProbing = true;
      // Firestore's own attempts grow a minute apart.
      if (await isServerThere()) await database.reconnect();
      isProbing = false;
    }, PROBE_MS);
    return () => clearInterval(probe);
  }, [database, isAway]);
  return isAway;
}
