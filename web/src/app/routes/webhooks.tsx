import { isAtLeast, useAccount } from "../../account.tsx";
import { WebhooksList } from "../../features/webhooks/webhooks-list.tsx";
import { Page } from "../../ui/page.tsx";
import { NotPermitted } from "../../ui/states.tsx";

export function WebhooksRoute() {
  const { role } = useAccount();
  if (isAtLeast(role, "admin")) return <WebhooksList />;
  return (
    <Page title="Webhooks">
      <NotPermitted>Owners and admins see these. Ask one of them under Team.</NotPermitted>
    </Page>
  );
}
