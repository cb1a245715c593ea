import type { ApiApiKey } from "@handset/functions/schema/api/account.ts";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useAction } from "../../ui/use-action.ts";
import { revokeApiKey } from "./actions.ts";

interface Props {
  apiKey: ApiApiKey;
  onRevoked: () => void;
  onClose: () => void;
}

export function RevokeDialog({ apiKey, onRevoked, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const revoke = useAction(async () => {
    await revokeApiKey(api, id, apiKey.id);
    onRevoked();
    onClose();
  });
  return (
    <ConfirmDialog
      title={`Revoke ${apiKey.name}?`}
      confirm="Revoke"
      isBusy={revoke.isBusy}
      onConfirm={() => void revoke.run()}
      onClose={onClose}
    >
      <p>Whatever still uses this key is refused from now on. This cannot be undone.</p>
      <ProblemNotice error={revoke.error} />
    </ConfirmDialog>
  );
}
