import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { fieldError, ProblemNotice } from "../../problem-notice.tsx";
import { NumberText } from "../../sms/number-text.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { useAction } from "../../ui/use-action.ts";
import { updateConversation } from "./actions.ts";

interface Props {
  conversationId: string;
  conversation: Conversation;
  onClose: () => void;
}

export function ContactDialog({ conversationId, conversation, onClose }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const [name, setName] = useState(conversation.contactName ?? "");
  const save = useAction(() =>
    updateConversation(api, id, conversationId, { contact_name: name.trim() || null }),
  );
  return (
    <Dialog title="Name this contact" onClose={onClose}>
      <form
        className={form.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (await save.run()) onClose();
        }}
      >
        <Field
          label="Name"
          hint={
            <>
              Your team sees it in the place of <NumberText number={conversation.contact} />
            </>
          }
          error={fieldError(save.error, "contact_name")}
        >
          {(control) => (
            <input
              {...control}
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ProblemNotice error={save.error} fields={["contact_name"]} />
        <div className={form.actions}>
          <Button type="submit" look="primary" isBusy={save.isBusy}>
            Save
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
