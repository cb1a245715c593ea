import type { Device } from "@handset/functions/schema/device.ts";
import { Check, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { useAccount } from "../../account.tsx";
import type { Doc } from "../../database.ts";
import { to } from "../../paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import styles from "./pairing-progress.module.css";
import { canSend, WAKE_SENTENCES } from "./wording.ts";

/** Live, as the phone comes. */
export function PairingProgress({ device }: { device: Doc<Device> | undefined }) {
  const { id } = useAccount();
  const data = device?.data;
  const isReady = data !== undefined && canSend(data);
  const canWake = data !== undefined && data.wakeChannel !== "poll";
  return (
    <div aria-live="polite" className={styles.progress}>
      <ol className={styles.list}>
        <Item isDone={data !== undefined} isNext title="We can see your phone">
          {data ? `${data.name}, ${data.model}` : "Waiting for the app to register…"}
        </Item>
        <Item isDone={isReady} isNext={data !== undefined} title="It can send">
          {isReady ? simSentence(data) : "It must be online and have a SIM."}
        </Item>
        <Item isDone={canWake} isNext={isReady} title="We can wake it">
          {data
            ? WAKE_SENTENCES[data.wakeChannel].long
            : "By push, or by a connection that it keeps open."}
        </Item>
        <Item isDone={false} isNext={isReady} title="It stays awake">
          Check on the phone: <b>Start on boot</b> is on, and Android’s battery optimization is off
          for the app. Without these it falls asleep after some days.
        </Item>
      </ol>
      {isReady && (
        <ButtonLink look="primary" to={`${to.send(id)}?via=${device?.id}/`}>
          Send a first text
        </ButtonLink>
      )}
    </div>
  );
}

interface ItemProps {
  isDone: boolean;
  isNext: boolean;
  title: string;
  children: ReactNode;
}

function Item({ isDone, isNext, title, children }: ItemProps) {
  return (
    <li
      className={classNames(styles.item, isDone && styles.done, !isDone && isNext && styles.next)}
    >
      {isDone ? <Check size={18} aria-hidden /> : <CircleDashed size={18} aria-hidden />}
      <div>
        <p className={styles.title}>
          {title}
          <span className="visually-hidden">{isDone ? ": yes" : ": not yet"}</span>
        </p>
        <p className={styles.text}>{children}</p>
      </div>
    </li>
  );
}

function simSentence({ sims }: Device): string {
  if (sims.length === 0) return "It is online; its SIMs will show with the first text.";
  return sims
    .map((sim) => [`SIM ${sim.slot}`, sim.number ?? sim.carrier].filter(Boolean).join(", "))
    .join(" · ");
}
