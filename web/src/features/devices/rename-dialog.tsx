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

export function RenameDialog({ device, onClose }: { device: Doc<Device>; onClose: () => void }) {
  const { id } = useAccount();
  const api = useApi();
  const [name, setName] = useState(device.data.name);
  const save = useAction(() => updateDevice(api, id, device.id, { name: name.trim() }));
  return (
    <Dialog title="Rename the phone" onClose={onClose}>
      <form
        className={form.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await save.run()) onClose();
        }}
      >
        <Field label="Name" error={fieldError(save.error, "name")}>
          {(control) => (
            <input
              {...control}
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ProblemNotice error={save.error} fields={["name"]} />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={save.isBusy}>
            Rename
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
