import type { Member } from "@handset/functions/schema/account.ts";
import { useNavigate } from "react-router";
import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { memberName } from "../../members.tsx";
import { to } from "../../paths.ts";
import { ProblemNotice } from "../../problem-notice.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useAction } from "../../ui/use-action.ts";
import { removeMember, transferOwnership } from "./actions.ts";

export interface MemberQuestion {
  kind: "remove" | "transfer" | "leave";
  member: Member;
}

export function MemberDialog(props: { question: MemberQuestion; onClose: () => void }) {
  const { id, account } = useAccount();
  const api = useApi();
  const navigate = useNavigate();
  const { kind, member } = props.question;
  const name = memberName(member);
  const act = useAction(async () => {
    if (kind === "transfer") await transferOwnership(api, id, member.uid);
    else await removeMember(api, id, member.uid);
    props.onClose();
    if (kind === "leave") navigate(to.home());
  });
  const wording = {
    remove: {
      title: `Remove ${name}?`,
      confirm: "Remove",
      text: "They lose sight of this account at once. Conversations assigned to them stay as they are.",
    },
    transfer: {
      title: `Make ${name} the owner?`,
      confirm: "Make owner",
      text: "An account has one owner. You become an admin, and only they can give it back.",
    },
    leave: {
      title: `Leave ${account.name}?`,
      confirm: "Leave",
      text: "You lose sight of this account at once. An owner or admin can invite you again.",
    },
  }[kind];
  return (
    <ConfirmDialog
      title={wording.title}
      confirm={wording.confirm}
      isBusy={act.isBusy}
      onConfirm={() => void act.run()}
      onClose={props.onClose}
    >
      <p>{wording.text}</p>
      <ProblemNotice error={act.error} />
    </ConfirmDialog>
  );
}
