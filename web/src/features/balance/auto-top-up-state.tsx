import { useAccount } from "../../account.tsx";
import { formatMoney } from "../../sms/money.ts";
import { Notice } from "../../ui/notice.tsx";
import { formatFull } from "../../ui/time.ts";

/** Stripe's codes that say more than "declined", and ours. */
const FAILURES: Partial<Record<string, string>> = {
  insufficient_funds: "There was not enough money on the card.",
  expired_card: "The card has expired.",
  lost_card: "The bank blocked the card.",
  stolen_card: "The bank blocked the card.",
  authentication_required: "The bank wants the payment confirmed by its holder: top up by hand.",
  no_card: "There was no card any more.",
  payments_off: "This server takes no payments at present.",
  payments_unavailable: "Stripe could not be reached for hours.",
  invalid_amount: "The amount cannot be charged in this currency.",
};

/** What keeps the automatic top-up from its work, or that it is at it. */
export function AutoTopUpState() {
  const { account } = useAccount();
  const { autoTopUp, card, currency } = account;
  if (autoTopUp?.pendingId) {
    return (
      <Notice tone="info" title="A charge is under way">
        {formatMoney(autoTopUp.amount, currency)} are asked for. The balance grows when the card is
        charged.
      </Notice>
    );
  }
  if (autoTopUp?.failure) {
    const { code, at } = autoTopUp.failure;
    return (
      <Notice tone="bad" title="The last charge failed, and it was switched off">
        {FAILURES[code] ?? "The bank declined the card."} {formatFull(at)} (<code>{code}</code>).
        Top up by hand, then switch it on again.
      </Notice>
    );
  }
  if (!card) {
    return (
      <Notice tone="info">
        There is no card yet: top up once above with “Save this card” ticked.
      </Notice>
    );
  }
  return null;
}
