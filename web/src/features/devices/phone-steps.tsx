import { Copyable } from "../../ui/copyable.tsx";
import styles from "./phone-steps.module.css";

const APP_URL = "https://github.com/capcom6/android-sms-gateway/releases/latest";

/** What a person does on the phone, in the app's own words. */
export function PhoneSteps({ address, code }: { address: string; code: string }) {
  return (
    <ol className={styles.steps}>
      <li>
        <p>
          Install{" "}
          <a href={APP_URL} target="_blank" rel="noreferrer">
            SMS Gateway for Android
          </a>{" "}
          and allow what it asks for: SMS and phone.
        </p>
      </li>
      <li>
        <p>
          In <b>Settings</b> → <b>Cloud server…</b>, enter this as <b>API URL</b>:
        </p>
        <Copyable value={address} label="the address" />
      </li>
      <li>
        <p>
          In <b>Home</b>, switch <b>Cloud server</b> and <b>Start on boot</b> on.
        </p>
      </li>
      <li>
        <p>
          Tap <b>Offline</b>, choose <b>By Code</b> and enter:
        </p>
        <Copyable value={code} label="the code" />
      </li>
    </ol>
  );
}
