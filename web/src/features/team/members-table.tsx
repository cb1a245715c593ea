import type { Member, Role } from "@handset/functions/schema/account.ts";
import { Ellipsis, LogOut, UserMinus, UserRoundKey } from "lucide-react";
import { useState } from "react";
import { isAtLeast, ROLE_NAMES, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { memberName } from "../../members.tsx";
import { ProblemNotice } from "../../problem-notice.tsx";
import { usePerson } from "../../session.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { LazyMenu } from "../../ui/lazy-menu.tsx";
import type { MenuEntry } from "../../ui/menu.tsx";
import { Table } from "../../ui/table.tsx";
import { formatDate } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import { changeRole, type InvitableRole } from "./actions.ts";
import { MemberDialog, type MemberQuestion } from "./member-dialog.tsx";
import styles from "./team.module.css";

const ROLES: readonly InvitableRole[] = ["admin", "agent", "viewer"];

export function MembersTable({ members }: { members: readonly Member[] }) {
  const { id, role } = useAccount();
  const { uid } = usePerson();
  const api = useApi();
  const [question, setQuestion] = useState<MemberQuestion | null>(null);
  const change = useAction((member: Member, next: InvitableRole) =>
    changeRole(api, id, member.uid, next),
  );
  const isAdmin = isAtLeast(role, "admin");
  return (
    <>
      <ProblemNotice error={change.error} />
      <Table
        caption="Members"
        rows={members}
        rowKey={(member) => member.uid}
        columns={[
          {
            key: "who",
            title: "Member",
            isWide: true,
            isHeadline: true,
            render: (member) => <Who member={member} isSelf={member.uid === uid} />,
          },
          {
            key: "role",
            title: "Role",
            render: (member) =>
              isAdmin && member.role !== "owner" ? (
                <select
                  aria-label={`Role of ${memberName(member)}`}
                  className={styles.role}
                  value={member.role}
                  disabled={change.isBusy}
                  onChange={(event) => void change.run(member, event.target.value as InvitableRole)}
                >
                  {ROLES.map((value) => (
                    <option key={value} value={value}>
                      {ROLE_NAMES[value]}
                    </option>
                  ))}
                </select>
              ) : (
                <Badge tone={member.role === "owner" ? "good" : "neutral"}>
                  {ROLE_NAMES[member.role]}
                </Badge>
              ),
          },
          {
            key: "since",
            title: "Since",
            render: (member) => <span className={styles.date}>{formatDate(member.joinedAt)}</span>,
          },
          {
            key: "actions",
            title: <span className="visually-hidden">Actions</span>,
            align: "end",
            isMenu: true,
            render: (member) => {
              const entries = entriesFor(member, member.uid === uid, role, setQuestion);
              return (
                entries.length > 0 && (
                  <LazyMenu
                    trigger={
                      <IconButton label={`More for ${memberName(member)}`}>
                        <Ellipsis size={18} aria-hidden />
                      </IconButton>
                    }
                    entries={entries}
                  />
                )
              );
            },
          },
        ]}
      />
      {question && <MemberDialog question={question} onClose={() => setQuestion(null)} />}
    </>
  );
}

function Who({ member, isSelf }: { member: Member; isSelf: boolean }) {
  return (
    <span className={styles.who}>
      <Avatar name={memberName(member)} seed={member.uid} size={34} />
      <span className={styles.names}>
        <strong>
          {memberName(member)}
          {isSelf && " (you)"}
        </strong>
        {member.name && member.email && <span className={styles.email}>{member.email}</span>}
      </span>
    </span>
  );
}

function entriesFor(
  member: Member,
  isSelf: boolean,
  role: Role,
  ask: (question: MemberQuestion) => void,
): MenuEntry[] {
  if (member.role === "owner") return [];
  if (isSelf) {
    return [
      {
        kind: "action",
        label: "Leave this account",
        icon: <LogOut size={16} aria-hidden />,
        isDanger: true,
        onSelect: () => ask({ kind: "leave", member }),
      },
    ];
  }
  const entries: MenuEntry[] = [];
  if (role === "owner") {
    entries.push({
      kind: "action",
      label: "Make owner",
      icon: <UserRoundKey size={16} aria-hidden />,
      onSelect: () => ask({ kind: "transfer", member }),
    });
  }
  if (isAtLeast(role, "admin")) {
    entries.push({
      kind: "action",
      label: "Remove from the account",
      icon: <UserMinus size={16} aria-hidden />,
      isDanger: true,
      onSelect: () => ask({ kind: "remove", member }),
    });
  }
  return entries;
}
