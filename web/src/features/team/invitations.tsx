import type { ApiInvitation } from "@handset/functions/schema/api/team.ts";
import { ROLE_NAMES, useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ApiFailure, ProblemNotice } from "../../problem-notice.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { formatDate } from "../../ui/time.ts";
import { useAction } from "../../ui/use-action.ts";
import type { Resource } from "../../use-resource.ts";
import { withdrawInvitation } from "./actions.ts";

/** Those who were invited and have not come yet. */
export function Invitations(props: { resource: Resource<{ data: ApiInvitation[] }> }) {
  const { resource } = props;
  const { id } = useAccount();
  const api = useApi();
  const withdraw = useAction(async (invitationId: string) => {
    await withdrawInvitation(api, id, invitationId);
    if (resource.state !== "loading") resource.reload();
  });
  if (resource.state === "loading") return null;
  if (resource.state === "error") {
    return <ApiFailure error={resource.error} onRetry={resource.reload} />;
  }
  if (resource.value.data.length === 0) return null;
  return (
    <Card title="Pending invitations" isFlush>
      <ProblemNotice error={withdraw.error} />
      <Table
        caption="Invitations"
        rows={resource.value.data}
        rowKey={(invitation) => invitation.id}
        columns={[
          {
            key: "email",
            title: "E-mail",
            isWide: true,
            isHeadline: true,
            render: (invitation) => invitation.email,
          },
          {
            key: "role",
            title: "Role",
            render: (invitation) => <Badge>{ROLE_NAMES[invitation.role]}</Badge>,
          },
          {
            key: "until",
            title: "Expires",
            render: (invitation) => formatDate(new Date(invitation.expires_at)),
          },
          {
            key: "actions",
            title: <span className="visually-hidden">Actions</span>,
            align: "end",
            isMenu: true,
            render: (invitation) => (
              <Button
                look="ghost"
                disabled={withdraw.isBusy}
                onClick={() => void withdraw.run(invitation.id)}
              >
                Withdraw
              </Button>
            ),
          },
        ]}
      />
    </Card>
  );
}
