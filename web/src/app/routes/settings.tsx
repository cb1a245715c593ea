import { LogOut } from "lucide-react";
import { isAtLeast, useAccount } from "../../account.tsx";
import { AccountForm } from "../../features/settings/account-form.tsx";
import { Appearance } from "../../features/settings/appearance.tsx";
import { AuditLog } from "../../features/settings/audit-log.tsx";
import { PrivateToken } from "../../features/settings/private-token.tsx";
import { usePerson, useSession } from "../../session.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Page } from "../../ui/page.tsx";

export function SettingsRoute() {
  const { role } = useAccount();
  const { identity } = useSession();
  const person = usePerson();
  return (
    <Page title="Settings">
      <Card title="Account">
        <AccountForm />
      </Card>
      <Card title="Appearance" lead="On this device">
        <Appearance />
      </Card>
      {isAtLeast(role, "admin") && (
        <>
          <Card
            title="Private token"
            lead="Pairs phones without a code, also phones that were registered elsewhere before."
          >
            <PrivateToken />
          </Card>
          <AuditLog />
        </>
      )}
      <Card
        title="Signed in"
        lead={person.email ?? person.name}
        actions={
          <Button icon={<LogOut size={16} aria-hidden />} onClick={() => void identity.signOut()}>
            Sign out
          </Button>
        }
      />
    </Page>
  );
}
