import { Account, Member } from "@handset/functions/schema/account.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { type ReactNode, Suspense, use, useEffect } from "react";
import { Navigate, Outlet, useLocation, useParams } from "react-router";
import { AccountContext } from "../account.tsx";
import { useApi } from "../api.ts";
import { rememberAccount } from "../features/accounts/last-account.ts";
import { useAccounts } from "../features/accounts/use-accounts.ts";
import { readBalance } from "../features/balance/actions.ts";
import { to } from "../paths.ts";
import { DatabaseFailure } from "../problem-notice.tsx";
import { useSession } from "../session.tsx";
import { DevicesProvider } from "../sms/devices.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Entrance } from "../ui/entrance.tsx";
import { Skeleton } from "../ui/states.tsx";
import { DatabaseContext, useDocument } from "../use-database.ts";
import { useResource } from "../use-resource.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Frame } from "./frame.tsx";
import { prefetchScreens } from "./screens.ts";
import { Splash } from "./splash.tsx";

/** Everything about one account, for who is signed in and a member of it. */
export function AccountShell() {
  const { person } = useSession();
  const { pathname, search } = useLocation();
  const { accountId } = useParams();
  const database = use(DatabaseContext);
  if (person === null) {
    return <Navigate to={`${to.signIn()}?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  if (!person || !database || !accountId) return <Splash />;
  return (
    <CurrentAccount key={accountId} accountId={accountId} uid={person.uid}>
      <DevicesProvider>
        <Frame>
          <ErrorBoundary key={pathname.split("/")[3]}>
            <Suspense fallback={<Skeleton rows={8} />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </Frame>
      </DevicesProvider>
    </CurrentAccount>
  );
}

function CurrentAccount(props: { accountId: string; uid: string; children: ReactNode }) {
  const { accountId, uid, children } = props;
  const account = useDocument(paths.account(accountId), Account);
  const member = useDocument(paths.member(accountId, uid), Member);
  const accounts = useAccounts();
  const api = useApi();
  const billing = useResource(`billing ${accountId}`, () => readBalance(api, accountId));
  useEffect(() => rememberAccount(accountId), [accountId]);
  useEffect(prefetchScreens, []);
  for (const loadable of [account, member]) {
    if (loadable.state !== "error") continue;
    if (loadable.error.code === "permission-denied") return <Stranger />;
    return <DatabaseFailure error={loadable.error} onRetry={loadable.retry} />;
  }
  if (account.state !== "ready" || member.state !== "ready") return <Splash />;
  if (!account.value || !member.value) return <Stranger />;
  // Only the server knows that billing is off: the account keeps its price for when it is on again.
  const isFree = billing.state === "ready" && billing.value.price_per_segment === 0;
  const current = {
    id: accountId,
    account: isFree ? { ...account.value, pricePerSegment: 0 } : account.value,
    role: member.value.role,
    // Without the list only the switcher is poorer.
    accounts: accounts.state === "ready" ? accounts.value : [],
  };
  return <AccountContext value={current}>{children}</AccountContext>;
}

function Stranger() {
  const { identity } = useSession();
  return (
    <Entrance
      title="No access"
      lead="You are not a member of this account, or it does not exist. Ask an owner to invite you."
    >
      <ButtonLink look="primary" to={to.home()}>
        Go to your own accounts
      </ButtonLink>
      <Button onClick={() => void identity.signOut()}>Sign in as another user</Button>
    </Entrance>
  );
}
