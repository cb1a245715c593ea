import { useParams } from "react-router";
import { isAtLeast, useAccount } from "../../account.tsx";
import { WebhookPage } from "../../features/webhooks/webhook-page.tsx";
import { WebhooksList } from "../../features/webhooks/webhooks-list.tsx";
import { Page } from "../../ui/page.tsx";
import { NotPermitted } from "../../ui/states.tsx";

export function WebhooksRoute() {
  const { role } = useAccount();
  const { webhookId } = useParams();
  if (!isAtLeast(role, "admin")) {
    return (
      <Page title="Webhooks">
        <NotPermitted>Owners and admins see these. Ask one of them under Team.</NotPermitted>
      </Page>
    );
  }
  return webhookId ? <WebhookPage key={webhookId} webhookId={webhookId} /> : <WebhooksList />;
}
