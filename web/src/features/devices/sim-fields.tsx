import type { Sim } from "@handset/functions/schema/device.ts";
import { fieldError } from "../../problem-notice.tsx";
import { CountField } from "./count-field.tsx";
import styles from "./pace-fields.module.css";
import { SimName } from "./sim-name.tsx";

/** As typed. */
export interface TypedLimits {
  perMinute: string;
  perDay: string;
}

interface Props {
  sim: Sim;
  /** Its place in what is sent, by which a fault is told. */
  index: number;
  typed: TypedLimits;
  error: unknown;
  onType: (typed: TypedLimits) => void;
}

/** The limits of one SIM. */
export function SimFields({ sim, index, typed, error, onType }: Props) {
  const slotError = fieldError(error, `sims[${index}].slot`);
  return (
    <fieldset className={styles.group}>
      <legend>
        <SimName sim={sim} />
      </legend>
      <div className={styles.row}>
        <CountField
          label="Texts per minute"
          max={600}
          hint="Empty: no limit of its own"
          value={typed.perMinute}
          error={fieldError(error, `sims[${index}].per_minute`)}
          onType={(perMinute) => onType({ ...typed, perMinute })}
        />
        <CountField
          label="Texts per day"
          max={100_000}
          hint="In any 24 hours"
          value={typed.perDay}
          error={fieldError(error, `sims[${index}].per_day`)}
          onType={(perDay) => onType({ ...typed, perDay })}
        />
      </div>
      {slotError && <p className={styles.slotError}>{slotError}</p>}
    </fieldset>
  );
}

export function simFaults(sims: readonly Sim[]): string[] {
  return sims.flatMap((_, index) =>
    ["slot", "per_minute", "per_day"].map((name) => `sims[${index}].${name}`),
  );
}
