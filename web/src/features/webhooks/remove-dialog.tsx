import type { ApiWebhook } from "@handset/functions/schema/api/webhook.ts";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useAction } from "../../ui/use-action.ts";
import { removeWebhook } from "./actions.ts";

interface Props {
  webhook: ApiWebhook;
  onRemoved: () => void;
  onClose: () => void;
}

export function RemoveDialog({ webhook, onRemoved, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const remove = useAction(async () => {
    await removeWebhook(api, id, webhook.id);
    onRemoved();
    onClose();
  });
  return (
    <ConfirmDialog
      title="Remove this webhook?"
      confirm="Remove"
      isBusy={remove.isBusy}
      onConfirm={() => void remove.run()}
      onClose={onClose}
    >
      <p>{webhook.url} is told of nothing any more.</p>
      <ProblemNotice error={remove.error} />
    </ConfirmDialog>
  );
}
