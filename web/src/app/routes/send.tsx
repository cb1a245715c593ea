import { isAtLeast, useAccount } from "../../account.tsx";
import { SendPage } from "../../features/send/send-page.tsx";
import { Page } from "../../ui/page.tsx";
import { NotPermitted } from "../../ui/states.tsx";

export function SendRoute() {
  const { role } = useAccount();
  return (
    <Page title="Send" lead="To one number or to many, now or later.">
      {isAtLeast(role, "agent") ? (
        <SendPage />
      ) : (
        <NotPermitted>
          Viewers read. An owner or admin can make you an agent under Team.
        </NotPermitted>
      )}
    </Page>
  );
}
