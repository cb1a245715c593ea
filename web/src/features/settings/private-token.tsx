import { PairingSecretResponse } from "@handset/functions/schema/api/device.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { parsed, useApi } from "../../api.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";

/** The secret with which phones pair without a code, also those that were registered elsewhere before. */
export function PrivateToken() {
  const { id } = useAccount();
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<{ private_token: string; server_url: string } | null>(null);
  const rotate = useAction(async () => {
    const answer = api.call("rotatePairingSecret", {}, { accountId: id });
    setMade(await parsed(PairingSecretResponse, answer));
    setAsking(false);
  });
  return (
    <div className={form.form}>
      {made && (
        <>
          <p>Shown this once. The token before it no longer pairs; paired phones go on.</p>
          <Copyable value={made.private_token} label="the private token" />
          <p className={form.quiet}>
            With it in the app goes the API URL <code>{made.server_url}</code>
          </p>
        </>
      )}
      <div className={form.actions}>
        <Button onClick={() => setAsking(true)}>New private token</Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Rotate the private token?"
          confirm="Rotate"
          isBusy={rotate.isBusy}
          onConfirm={() => void rotate.run()}
          onClose={() => setAsking(false)}
        >
          <p>The old one stops pairing at once. Phones that are paired already go on as before.</p>
          <ProblemNotice error={rotate.error} />
        </ConfirmDialog>
      )}
    </div>
  );
}
