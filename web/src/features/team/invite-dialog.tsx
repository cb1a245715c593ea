import { useState } from "react";
import { ROLE_MEANINGS, ROLE_NAMES, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { formatDate } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import { type InvitableRole, invite } from "./actions.ts";

const ROLES: readonly InvitableRole[] = ["agent", "admin", "viewer"];

interface Props {
  onInvited: () => void;
  onClose: () => void;
}

export function InviteDialog({ onInvited, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<InvitableRole>("agent");
  const [made, setMade] = useState<{ link: string; expires_at: string } | null>(null);
  const send = useAction(async () => {
    setMade(await invite(api, id, email.trim(), role));
    onInvited();
  });
  if (made) {
    return (
      <Dialog
        title="Send them this link"
        isSticky
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p>
          It lets {email} in, once, until {formatDate(new Date(made.expires_at))}. It is shown here
          only.
        </p>
        <Copyable value={made.link} label="the link" />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title="Invite to the team"
      action={send}
      submitLabel="Create link"
      fields={["email", "role"]}
      onClose={onClose}
    >
      <Field label="E-mail" error={fieldError(send.error, "email")}>
        {(control) => (
          <input
            {...control}
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Role" hint={ROLE_MEANINGS[role]} error={fieldError(send.error, "role")}>
        {(control) => (
          <select
            {...control}
            value={role}
            onChange={(event) => setRole(event.target.value as InvitableRole)}
          >
            {ROLES.map((value) => (
              <option key={value} value={value}>
                {ROLE_NAMES[value]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}
