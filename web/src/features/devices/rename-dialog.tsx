import type { Device } from "@handset/functions/schema/device.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import { Field } from "../../ui/field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { updateDevice } from "./actions.ts";

export function RenameDialog({ device, onClose }: { device: Doc<Device>; onClose: () => void }) {
  const { id } = useAccount();
  const api = useApi();
  const [name, setName] = useState(device.data.name);
  const save = useAction(() => updateDevice(api, id, device.id, { name: name.trim() }));
  return (
    <FormDialog
      title="Rename the phone"
      action={save}
      submitLabel="Rename"
      fields={["name"]}
      onDone={onClose}
      onClose={onClose}
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
    </FormDialog>
  );
}
