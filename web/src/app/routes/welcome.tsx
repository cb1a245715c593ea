import { useState } from "react";
import { Navigate, useNavigate } from "react-router";
import { FirstKey } from "../../features/accounts/first-key.tsx";
import { OpenAccountForm } from "../../features/accounts/open-account-form.tsx";
import { useAccounts } from "../../features/accounts/use-accounts.ts";
import { to } from "../../paths.ts";
import { useSession } from "../../session.tsx";
import { Button } from "../../ui/button.tsx";
import { Entrance } from "../../ui/entrance.tsx";
import { Splash } from "../splash.tsx";

interface Opened {
  accountId: string;
  key: string;
}

/** The first sign-in, and every further account: a name, then a key that is shown once, then a phone. */
export function WelcomeRoute() {
  const { person } = useSession();
  const [opened, setOpened] = useState<Opened | null>(null);
  const navigate = useNavigate();
  if (person === undefined) return <Splash />;
  if (person === null) return <Navigate to={to.signIn()} replace />;
  if (opened) {
    return (
      <Entrance title="Your API key" lead="Programs send with it. It is shown this once." isWide>
        <FirstKey
          apiKey={opened.key}
          onDone={() => navigate(to.pairing(opened.accountId), { replace: true })}
        />
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Open your account"
      lead="An account holds your phones, conversations and balance. You can invite your team later."
    >
      <OpenAccountForm onOpened={setOpened} />
      <Exit />
    </Entrance>
  );
}

function Exit() {
  const { identity } = useSession();
  const accounts = useAccounts();
  const navigate = useNavigate();
  const first = accounts.state === "ready" ? accounts.value[0] : undefined;
  return first ? (
    <Button look="ghost" onClick={() => navigate(to.account(first.id))}>
      Back to {first.name}
    </Button>
  ) : (
    <Button look="ghost" onClick={() => void identity.signOut()}>
      Sign out
    </Button>
  );
}
