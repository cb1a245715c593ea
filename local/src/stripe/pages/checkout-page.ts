import { type Html, html, type Page } from "../../auth/pages/html.ts";
import type { CheckoutSession, PaymentIntent } from "../objects.ts";
import { DECLINED_LATER } from "../operations/payment-intents.ts";
import { formatAmount } from "./format-amount.ts";

const STAND_IN = html`<p class="note">This page stands in for Stripe on one machine. No money moves and no card is asked for.</p>`;

/** What the payer sees of a session. */
export function checkoutPage(session: CheckoutSession, intent: PaymentIntent | null): Page {
  const amount = formatAmount(session.amount_total, session.currency);
  const title = `${session.stand_in.label}: ${amount}`;
  return { title, body: html`<h1>${title}</h1>${STAND_IN}${stateOf(session, intent)}` };
}

function stateOf(session: CheckoutSession, intent: PaymentIntent | null): Html {
  if (session.status === "expired") return html`<p role="status">The page has expired.</p>`;
  if (session.status === "open") return openForm(session, intent);
  const back = html`<p><a href="${session.success_url}">Back</a></p>`;
  if (session.payment_status === "paid") return html`<p role="status">It is paid.</p>${back}`;
  if (intent?.status === "processing") return html`${bankForm(session)}${back}`;
  return html`<p role="status">The bank refused the payment.</p>${back}`;
}

function openForm(session: CheckoutSession, intent: PaymentIntent | null): Html {
  const declined = intent?.last_payment_error
    ? html`<p role="alert">The card was declined. Nothing was charged. Try again.</p>`
    : html``;
  const keeps =
    session.stand_in.intent.setup_future_usage === null
      ? html``
      : html`<p>The card is kept for later.</p>`;
  const back =
    session.cancel_url === null ? html`` : html`<p><a href="${session.cancel_url}">Go back</a></p>`;
  return html`${declined}${keeps}<form method="post">
<label for="card">Card</label>
<select id="card" name="card">
<option value="4242">Visa 4242: is charged</option>
<option value="${DECLINED_LATER}">Visa ${DECLINED_LATER}: is charged now, and declined later</option>
</select>
<button name="action" value="pay">Pay</button>
<button name="action" value="decline">Decline: the card is refused</button>
<button name="action" value="later">Pay later: as with a bank transfer</button>
</form>${back}`;
}

function bankForm(_session: CheckoutSession): Html {
  return html`<p role="status">The payment is on its way. Be the bank:</p><form method="post">
<button name="action" value="settle">The money arrives</button>
<button name="action" value="refuse">The bank refuses</button>
</form>`;
}

export function receiptPage(title: string, lines: [name: string, value: string][]): Page {
  const rows = lines.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  return { title, body: html`<h1>${title}</h1>${STAND_IN}<dl>${rows}</dl>` };
}

export function portalPage(
  payments: { text: string; receiptUrl: string | null }[],
  returnUrl: string,
): Page {
  const items = payments.map(({ text, receiptUrl }) =>
    receiptUrl === null
      ? html`<li>${text}</li>`
      : html`<li><a href="${receiptUrl}">${text}</a></li>`,
  );
  const list =
    items.length === 0 ? html`<p>There are no payments yet.</p>` : html`<ul>${items}</ul>`;
  return {
    title: "Payments",
    body: html`<h1>Payments</h1>${STAND_IN}${list}<p><a href="${returnUrl}">Back</a></p>`,
  };
}
