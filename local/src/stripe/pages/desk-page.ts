import { type Html, html, type Page } from "../../auth/pages/html.ts";
import type { Charge, Dispute, Refund } from "../objects.ts";
import { formatAmount } from "./format-amount.ts";

export interface DeskPayment {
  charge: Charge;
  refunds: Refund[];
  disputes: Dispute[];
}

/** What whoever runs the machine can try: what the shop's side of Stripe, and the payer's bank, would do. */
export function deskPage(payments: DeskPayment[]): Page {
  const list =
    payments.length === 0
      ? html`<p>There are no payments yet.</p>`
      : html`${payments.map(paymentSection)}`;
  return {
    title: "Stripe stand-in",
    body: html`<h1>Stripe stand-in</h1>
<p class="note">Refunds and disputes, to try what they do. No money moves.</p>${list}`,
  };
}

function paymentSection({ charge, refunds, disputes }: DeskPayment): Html {
  const amount = formatAmount(charge.amount, charge.currency);
  const left = charge.amount - charge.amount_refunded;
  const refund =
    left === 0
      ? html``
      : html`${action(`Refund ${formatAmount(left, charge.currency)}`, "refund", charge.id)}`;
  const dispute = charge.disputed
    ? html``
    : html`${action("The bank takes it back", "dispute", charge.id)}${action("The bank inquires", "inquire", charge.id)}`;
  return html`<section><h2>${charge.description ?? "Payment"}: ${amount}</h2>
<p>${charge.payment_intent}</p>${refund}${dispute}
${refunds.map(({ id, amount: given, status }) =>
  status === "failed"
    ? html`<p>Refund of ${formatAmount(given, charge.currency)}: failed</p>`
    : action(`The refund of ${formatAmount(given, charge.currency)} fails`, "fail_refund", id),
)}
${disputes.map(({ id, status }) =>
  status === "needs_response" || status === "warning_needs_response"
    ? html`${action("The dispute is won", "win", id)}${action("The dispute is lost", "lose", id)}`
    : html`<p>Dispute: ${status}</p>`,
)}</section>`;
}

function action(text: string, name: string, id: string): Html {
  return html`<form method="post"><input type="hidden" name="id" value="${id}">
<button name="action" value="${name}">${text}</button></form>`;
}
