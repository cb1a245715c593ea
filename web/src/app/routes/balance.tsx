import { isAtLeast, useAccount } from "../../account.tsx";
import { BalanceCard } from "../../features/balance/balance-card.tsx";
import { Ledger } from "../../features/balance/ledger.tsx";
import { Payments } from "../../features/balance/payments.tsx";
import { TopUpNotice } from "../../features/balance/top-up-notice.tsx";
import { Page } from "../../ui/page.tsx";

export function BalanceRoute() {
  const { role } = useAccount();
  return (
    <Page title="Balance">
      <TopUpNotice />
      <BalanceCard />
      {isAtLeast(role, "admin") && (
        <>
          <Payments />
          <Ledger />
        </>
      )}
    </Page>
  );
}
