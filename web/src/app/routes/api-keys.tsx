import { isAtLeast, useAccount } from "../../account.tsx";
import { ApiKeysList } from "../../features/api-keys/api-keys-list.tsx";
import { Page } from "../../ui/page.tsx";
import { NotPermitted } from "../../ui/states.tsx";

export function ApiKeysRoute() {
  const { role } = useAccount();
  if (isAtLeast(role, "admin")) return <ApiKeysList />;
  return (
    <Page title="API keys">
      <NotPermitted>Owners and admins see these. Ask one of them under Team.</NotPermitted>
    </Page>
  );
}
