import type { Device } from "@handset/functions/schema/device.ts";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import type { Doc } from "../../database.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useAction } from "../../ui/use-action.ts";
import { removeDevice } from "./actions.ts";

export function RemoveDialog({ device, onClose }: { device: Doc<Device>; onClose: () => void }) {
  const { id } = useAccount();
  const api = useApi();
  const remove = useAction(() => removeDevice(api, id, device.id));
  return (
    <ConfirmDialog
      title={`Remove ${device.data.name}?`}
      confirm="Remove"
      isBusy={remove.isBusy}
      onConfirm={async () => {
        if (await remove.run()) onClose();
      }}
      onClose={onClose}
    >
      <p>
        It stops sending and receiving for this account. Texts that still wait for it go to another
        phone, or fail and give their price back. Conversations stay.
      </p>
      <p>
        If it was paired with the account’s private token, change that token in Settings too:
        otherwise it can pair again by itself.
      </p>
      <ProblemNotice error={remove.error} />
    </ConfirmDialog>
  );
}
