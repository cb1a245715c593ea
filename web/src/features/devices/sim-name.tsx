import type { Sim } from "@handset/functions/schema/device.ts";
import { NumberText } from "../../sms/number-text.tsx";
import styles from "./sim-name.module.css";

export function SimName({ sim: { slot, number, carrier } }: { sim: Sim }) {
  return (
    <span className={styles.sim}>
      <span className={styles.slot}>SIM {slot}</span>
      <span>
        {number ? <NumberText number={number} /> : "number not known"}
        <span className={styles.carrier}>{carrier && ` ${carrier}`}</span>
      </span>
    </span>
  );
}
