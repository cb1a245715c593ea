import { UserRound } from "lucide-react";
import { useId } from "react";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { memberName, useMembers } from "../../members.tsx";
import { ProblemNotice } from "../../problem-notice.tsx";
import { usePerson } from "../../session.tsx";
import { useAction } from "../../ui/use-action.ts";
import { updateConversation } from "./actions.ts";
import styles from "./assignee-select.module.css";

interface Props {
  conversationId: string;
  assigneeId: string | null;
}

export function AssigneeSelect({ conversationId, assigneeId }: Props) {
  const { id } = useAccount();
  const api = useApi();
  const { uid } = usePerson();
  const { list } = useMembers();
  const selectId = useId();
  const assign = useAction((next: string) =>
    updateConversation(api, id, conversationId, { assignee_id: next || null }),
  );
  const isGone = assigneeId !== null && !list.some((member) => member.uid === assigneeId);
  return (
    <>
      <div
        className={styles.assignee}
        data-mine={assigneeId === uid || undefined}
        data-taken={assigneeId !== null || undefined}
      >
        <UserRound size={15} aria-hidden />
        <label htmlFor={selectId} className="visually-hidden">
          Assigned to
        </label>
        <select
          id={selectId}
          value={assigneeId ?? ""}
          disabled={assign.isBusy}
          onChange={(event) => void assign.run(event.target.value)}
        >
          <option value="">Unassigned</option>
          {list.map((member) => (
            <option key={member.uid} value={member.uid}>
              {member.uid === uid ? "Me" : memberName(member)}
            </option>
          ))}
          {isGone && <option value={assigneeId}>Somebody who left</option>}
        </select>
      </div>
      {Boolean(assign.error) && <ProblemNotice error={assign.error} />}
    </>
  );
}
