import { useSearchParams } from "react-router";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** For who comes back from Stripe's page. That it was paid is for Stripe to say, not for this address: the balance tells. */
export function TopUpNotice() {
  const [params, setParams] = useSearchParams();
  const result = params.get("top_up");
  if (result !== "paid" && result !== "canceled") return null;
  const close = (
    <Button
      look="ghost"
      onClick={() =>
        setParams(
          (all) => {
            all.delete("top_up");
            return all;
          },
          { replace: true },
        )
      }
    >
      Close
    </Button>
  );
  return (
    <div role="status">
      {result === "paid" ? (
        <Notice tone="good" title="Thank you for the top-up" action={close}>
          The balance grows as soon as the payment is confirmed: by card within seconds, by bank
          within days.
        </Notice>
      ) : (
        <Notice tone="info" title="The top-up was canceled" action={close}>
          Nothing was charged. You can start it again below.
        </Notice>
      )}
    </div>
  );
}
