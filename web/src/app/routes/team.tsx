import { UserPlus } from "lucide-react";
import { useState } from "react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { listInvitations } from "../../features/team/actions.ts";
import { Invitations } from "../../features/team/invitations.tsx";
import { InviteDialog } from "../../features/team/invite-dialog.tsx";
import { MembersTable } from "../../features/team/members-table.tsx";
import { useMembers } from "../../members.tsx";
import { DatabaseFailure } from "../../problem-notice.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useResource } from "../../use-resource.ts";

export function TeamRoute() {
  const { role } = useAccount();
  return isAtLeast(role, "admin") ? <ManagedTeam /> : <Team />;
}

function ManagedTeam() {
  const { id } = useAccount();
  const api = useApi();
  const invitations = useResource(`invitations ${id}`, () => listInvitations(api, id));
  const [isInviting, setInviting] = useState(false);
  return (
    <Team
      actions={
        <Button
          look="primary"
          icon={<UserPlus size={16} aria-hidden />}
          onClick={() => setInviting(true)}
        >
          Invite
        </Button>
      }
    >
      <Invitations resource={invitations} />
      {isInviting && (
        <InviteDialog
          onInvited={() => invitations.state !== "loading" && invitations.reload()}
          onClose={() => setInviting(false)}
        />
      )}
    </Team>
  );
}

function Team(props: { actions?: React.ReactNode; children?: React.ReactNode }) {
  const { loadable, list } = useMembers();
  return (
    <Page title="Team" lead="Who reads and answers with you." actions={props.actions}>
      {loadable.state === "loading" && <Skeleton rows={4} />}
      {loadable.state === "error" && (
        <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />
      )}
      {loadable.state === "ready" && (
        <Card isFlush>
          <MembersTable members={list} />
        </Card>
      )}
      {props.children}
    </Page>
  );
}
