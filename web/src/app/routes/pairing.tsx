import { isAtLeast, useAccount } from "../../account.tsx";
import { PairingSteps } from "../../features/devices/pairing-steps.tsx";
import { to } from "../../paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { NotPermitted } from "../../ui/states.tsx";

export function PairingRoute() {
  const { id, role } = useAccount();
  return (
    <Page
      title="Pair a phone"
      lead="An Android phone with a SIM, and three minutes."
      actions={
        <ButtonLink look="ghost" to={to.devices(id)}>
          All phones
        </ButtonLink>
      }
    >
      {isAtLeast(role, "admin") ? (
        <PairingSteps />
      ) : (
        <NotPermitted>Owners and admins pair phones. Ask one of them under Team.</NotPermitted>
      )}
    </Page>
  );
}
