import { useEffect, useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { useDevices } from "../../sms/devices.tsx";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useResource } from "../../use-resource.ts";
import { createPairing } from "./actions.ts";
import { PairingProgress } from "./pairing-progress.tsx";
import styles from "./pairing-steps.module.css";
import { PhoneSteps } from "./phone-steps.tsx";
import { QrCode } from "./qr-code.tsx";

const REFRESH_BEFORE_MS = 30_000;

/** The code to scan or type, and what has come of it so far. */
export function PairingSteps() {
  const { id } = useAccount();
  const api = useApi();
  const { loadable, list } = useDevices();
  const pairing = useResource(`pairing ${id}`, () => createPairing(api, id));
  const [known, setKnown] = useState<ReadonlySet<string>>();
  const isListed = loadable.state === "ready";
  // biome-ignore lint/correctness/useExhaustiveDependencies: those that were there when the page was opened.
  useEffect(() => {
    if (isListed) setKnown((before) => before ?? new Set(list.map((device) => device.id)));
  }, [isListed]);
  const fresh = known ? list.find((device) => !known.has(device.id)) : undefined;

  const expiresAt = pairing.state === "ready" ? pairing.value.expires_at : null;
  const reload = pairing.state === "loading" ? null : pairing.reload;
  useEffect(() => {
    if (!expiresAt || !reload || fresh) return;
    const dueMs = Date.parse(expiresAt) - Date.now() - REFRESH_BEFORE_MS;
    const timer = setTimeout(reload, Math.max(dueMs, REFRESH_BEFORE_MS));
    return () => clearTimeout(timer);
  }, [expiresAt, reload, fresh]);

  if (pairing.state === "error") {
    return <ApiFailure error={pairing.error} onRetry={pairing.reload} />;
  }
  if (pairing.state === "loading") return <Skeleton rows={2} height={220} />;
  const { server_url: address, code } = pairing.value;
  const scanned = new URL(to.phoneSide(address, code), address).href;
  return (
    <div className={styles.columns}>
      <Card title="On the phone">
        <div className={styles.scan}>
          <QrCode text={scanned} label="Opens these steps on the phone" />
          <p>
            Scan this with the phone’s camera: it opens these steps there, with the address and the
            code ready to copy. Or type them by hand.
          </p>
        </div>
        <PhoneSteps address={address} code={code} />
        {isLoopback(address) && <LoopbackHint />}
      </Card>
      <Card title="What we see">
        <PairingProgress device={fresh} />
      </Card>
    </div>
  );
}

function isLoopback(address: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/u.test(address);
}

function LoopbackHint() {
  return (
    <p className={styles.hint}>
      This address is this computer’s own: a phone cannot reach it. Start the server with an address
      of your network, or behind one with TLS. The simulated phone works with it.
    </p>
  );
}
