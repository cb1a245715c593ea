import { Navigate } from "react-router";
import { lastAccount } from "../../features/accounts/last-account.ts";
import { useAccounts } from "../../features/accounts/use-accounts.ts";
import { to } from "../../paths.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { useSession } from "../../session.tsx";
import { Splash } from "../splash.tsx";

export function HomeRoute() {
  const { person } = useSession();
  if (person === undefined) return <Splash />;
  return person ? <OwnAccount /> : <Navigate to={to.signIn()} replace />;
}

function OwnAccount() {
  const accounts = useAccounts();
  switch (accounts.state) {
    case "loading":
      return <Splash />;
    case "error":
      return <ApiFailure error={accounts.error} onRetry={accounts.reload} />;
    case "ready": {
      const last = accounts.value.find((account) => account.id === lastAccount());
      const chosen = last ?? accounts.value[0];
      return <Navigate to={chosen ? to.account(chosen.id) : to.welcome()} replace />;
    }
  }
}
