import { useAccount } from "../../account.tsx";
import { useApi } from "../../api.ts";
import { ApiFailure } from "../../problem-notice.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useResource } from "../../use-resource.ts";
import { readBalance } from "./actions.ts";
import { AutoTopUpCard } from "./auto-top-up-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { Receipts } from "./receipts.tsx";
import { TopUpCard } from "./top-up-card.tsx";

/** What an owner or admin does about money; paying in is there where the server takes payments. */
export function Payments() {
  const { id, account } = useAccount();
  const api = useApi();
  const balance = useResource(`balance ${id}`, () => readBalance(api, id));
  if (account.pricePerSegment === 0) return <Receipts hasPortal={false} hidesNone />;
  if (balance.state === "loading") return <Skeleton rows={1} height={150} />;
  if (balance.state === "error") {
    return <ApiFailure error={balance.error} onRetry={balance.reload} />;
  }
  const { top_up: terms } = balance.value;
  return (
    <>
      {terms ? (
        <>
          <TopUpCard terms={terms} />
          <AutoTopUpCard terms={terms} />
        </>
      ) : (
        <Notice tone="info">This server takes no payments: whoever runs it adds credit.</Notice>
      )}
      <LimitsCard />
      <Receipts hasPortal={terms !== null} />
    </>
  );
}
