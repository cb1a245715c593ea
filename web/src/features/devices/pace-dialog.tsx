import type { Device } from "@handset/functions/schema/device.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";
import { updateDevice } from "./actions.ts";

const FIELDS = [
  {
    name: "perMinute",
    wire: "per_minute",
    label: "Texts a minute",
    max: 600,
    hint: "Empty: as fast as the phone can",
  },
  { name: "perDay", wire: "per_day", label: "Texts a day", max: 100_000, hint: "Empty: no cap" },
  {
    name: "intervalSecondsMin",
    wire: "interval_seconds_min",
    label: "Pause, at least (s)",
    max: 3600,
    hint: "",
  },
  {
    name: "intervalSecondsMax",
    wire: "interval_seconds_max",
    label: "Pause, at most (s)",
    max: 3600,
    hint: "",
  },
] as const;

export function PaceDialog({ device, onClose }: { device: Doc<Device>; onClose: () => void }) {
  const { id } = useAccount();
  const api = useApi();
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      FIELDS.map(({ name }) => [name, device.data.pacing[name]?.toString() ?? ""]),
    ),
  );
  const save = useAction(() =>
    updateDevice(api, id, device.id, {
      pacing: {
        per_minute: numberOrNull(typed.perMinute),
        per_day: numberOrNull(typed.perDay),
        interval_seconds_min: numberOrNull(typed.intervalSecondsMin) ?? 0,
        interval_seconds_max: numberOrNull(typed.intervalSecondsMax) ?? 0,
      },
    }),
  );
  return (
    <Dialog title={`Pace of ${device.data.name}`} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await save.run()) onClose();
        }}
      >
        <p className={form.quiet}>
          Carriers block SIMs that text like machines. A pace of 10 to 20 a minute, with pauses of
          different length, keeps a private SIM out of trouble. The phone keeps the pace; the rest
          waits in line.
        </p>
        <div className={form.row}>
          {FIELDS.map((field) => (
            <Field
              key={field.name}
              label={field.label}
              hint={field.hint}
              error={fieldError(save.error, `pacing.${field.wire}`)}
            >
              {(control) => (
                <input
                  {...control}
                  type="number"
                  inputMode="numeric"
                  min={field.name.startsWith("per") ? 1 : 0}
                  max={field.max}
                  value={typed[field.name]}
                  onChange={(event) => setTyped({ ...typed, [field.name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <ProblemNotice
          error={save.error}
          fields={[
            "pacing.per_minute",
            "pacing.per_day",
            "pacing.interval_seconds_min",
            "pacing.interval_seconds_max",
          ]}
        />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={save.isBusy}>
            Keep this pace
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function numberOrNull(text: string | undefined): number | null {
  return text?.trim() ? Number(text) : null;
}
