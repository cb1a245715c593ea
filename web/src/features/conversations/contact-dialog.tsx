import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { useState } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { FormDialog } from "../../form-dialog.tsx";
import { fieldError } from "../../problem-notice.tsx";
import { NumberText } from "../../sms/number-text.tsx";
import { Field } from "../../ui/field.tsx";
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
    <FormDialog
      title="Name this contact"
      action={save}
      submitLabel="Save"
      fields={["contact_name"]}
      onDone={onClose}
      onClose={onClose}
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
    </FormDialog>
  );
}
