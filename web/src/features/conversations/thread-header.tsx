import type { Conversation } from "@handset/functions/schema/conversation.ts";
import { Archive, ArchiveRestore, ArrowLeft, Pencil } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { isAtLeast, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { to } from "../../paths.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { useNumberFormat } from "../../sms/number-format.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import { useToast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { updateConversation } from "./actions.ts";
import { AssigneeSelect } from "./assignee-select.tsx";
import { ContactDialog } from "./contact-dialog.tsx";
import styles from "./thread-header.module.css";

interface Props {
  conversationId: string;
  conversation: Conversation;
}

export function ThreadHeader({ conversationId, conversation }: Props) {
  const { id, role } = useAccount();
  const { search } = useLocation();
  const format = useNumberFormat();
  const [isNaming, setNaming] = useState(false);
  const number = format(conversation.contact);
  const name = conversation.contactName ?? number;
  useDocumentTitle(name);
  return (
    <header className={styles.header}>
      <Link
        to={{ pathname: to.conversations(id), search }}
        className={styles.back}
        aria-label="Back to the conversations"
      >
        <ArrowLeft size={20} aria-hidden />
      </Link>
      <Avatar name={name} seed={conversation.contact} size={36} />
      <div className={styles.who}>
        <h1 className={styles.name}>
          <span>{name}</span>
          {isAtLeast(role, "agent") && (
            <IconButton label="Name this contact" onClick={() => setNaming(true)}>
              <Pencil size={14} aria-hidden />
            </IconButton>
          )}
        </h1>
        {conversation.contactName && <p className={styles.number}>{number}</p>}
      </div>
      {isAtLeast(role, "agent") && (
        <Tools conversationId={conversationId} conversation={conversation} />
      )}
      {isNaming && (
        <ContactDialog
          conversationId={conversationId}
          conversation={conversation}
          onClose={() => setNaming(false)}
        />
      )}
    </header>
  );
}

function Tools({ conversationId, conversation }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const toast = useToast();
  const archive = useAction(async () => {
    const isArchived = !conversation.isArchived;
    await updateConversation(api, id, conversationId, { is_archived: isArchived });
    toast(isArchived ? "Archived. A new text brings it back." : "Moved back to the open ones.");
  });
  return (
    <>
      <AssigneeSelect conversationId={conversationId} assigneeId={conversation.assigneeId} />
      <IconButton
        label={conversation.isArchived ? "Unarchive" : "Archive"}
        disabled={archive.isBusy}
        onClick={() => void archive.run()}
      >
        {conversation.isArchived ? (
          <ArchiveRestore size={18} aria-hidden />
        ) : (
          <Archive size={18} aria-hidden />
        )}
      </IconButton>
      {Boolean(archive.error) && (
        <div className={styles.problem}>
          <ProblemNotice error={archive.error} />
        </div>
      )}
    </>
  );
}
