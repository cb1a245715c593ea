import type { UpdateDeviceRequest } from "@handset/functions/schema/api/device.ts";
import type { Device } from "@handset/functions/schema/device.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";
import { updateDevice } from "./actions.ts";
import { CountField, numberOrNull } from "./count-field.tsx";
import styles from "./pace-fields.module.css";
import { SimFields, simFaults, type TypedLimits } from "./sim-fields.tsx";

const FIELDS = [
  {
    name: "perMinute",
    wire: "per_minute",
    label: "Texts per minute",
    min: 1,
    max: 600,
    hint: "Empty: as fast as the phone can",
  },
  {
    name: "perDay",
    wire: "per_day",
    label: "Texts per day",
    min: 1,
    max: 100_000,
    hint: "In any 24 hours. Empty: no cap",
  },
  {
    name: "intervalSecondsMin",
    wire: "interval_seconds_min",
    label: "Pause, at least (s)",
    min: 0,
    max: 3600,
    hint: "",
  },
  {
    name: "intervalSecondsMax",
    wire: "interval_seconds_max",
    label: "Pause, at most (s)",
    min: 0,
    max: 3600,
    hint: "",
  },
] as const;

interface Typed {
  phone: Record<string, string>;
  /** In the order of the phone's SIMs. */
  sims: TypedLimits[];
}

export function PaceDialog({ device, onClose }: { device: Doc<Device>; onClose: () => void }) {
  const { id } = useAccount();
  const api = useApi();
  // What the phone tells while the dialog is open moves no field under one's fingers.
  const [{ sims }] = useState(device.data);
  const [typed, setTyped] = useState(() => typedOf(device.data));
  const save = useAction(() => updateDevice(api, id, device.id, requestOf(sims, typed)));
  return (
    <FormDialog
      title={`Pace of ${device.data.name}`}
      action={save}
      submitLabel="Save"
      fields={[...FIELDS.map(({ wire }) => `pacing.${wire}`), ...simFaults(sims)]}
      onDone={onClose}
      onClose={onClose}
    >
      <p className={form.quiet}>
        Carriers block SIMs that text like machines. A pace of 10 to 20 a minute, with pauses of
        different length, keeps a private SIM out of trouble. What is over a limit waits in line and
        goes as soon as there is room.
      </p>
      <fieldset className={styles.group}>
        <legend>The whole phone</legend>
        <div className={styles.row}>
          {FIELDS.map(({ name, wire, ...field }) => (
            <CountField
              key={name}
              {...field}
              value={typed.phone[name] ?? ""}
              error={fieldError(save.error, `pacing.${wire}`)}
              onType={(value) => setTyped({ ...typed, phone: { ...typed.phone, [name]: value } })}
            />
          ))}
        </div>
      </fieldset>
      {sims.map((sim, index) => (
        <SimFields
          key={sim.slot}
          sim={sim}
          index={index}
          typed={typed.sims[index] ?? NO_LIMITS}
          error={save.error}
          onType={(limits) => setTyped({ ...typed, sims: typed.sims.with(index, limits) })}
        />
      ))}
      {sims.length === 0 && (
        <p className={form.quiet}>
          Each SIM can have limits of its own, once the phone has told which it has.
        </p>
      )}
    </FormDialog>
  );
}

const NO_LIMITS: TypedLimits = { perMinute: "", perDay: "" };

function typedOf({ pacing, sims, simPacing }: Device): Typed {
  return {
    phone: Object.fromEntries(FIELDS.map(({ name }) => [name, pacing[name]?.toString() ?? ""])),
    sims: sims.map(({ slot }) => ({
      perMinute: simPacing[slot]?.perMinute?.toString() ?? "",
      perDay: simPacing[slot]?.perDay?.toString() ?? "",
    })),
  };
}

function requestOf(sims: Device["sims"], typed: Typed): UpdateDeviceRequest {
  return {
    pacing: {
      per_minute: numberOrNull(typed.phone.perMinute),
      per_day: numberOrNull(typed.phone.perDay),
      interval_seconds_min: numberOrNull(typed.phone.intervalSecondsMin) ?? 0,
      interval_seconds_max: numberOrNull(typed.phone.intervalSecondsMax) ?? 0,
    },
    sims: sims.map(({ slot }, index) => ({
      slot,
      per_minute: numberOrNull(typed.sims[index]?.perMinute),
      per_day: numberOrNull(typed.sims[index]?.perDay),
    })),
  };
}
