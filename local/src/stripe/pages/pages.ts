import type { IncomingMessage, ServerResponse } from "node:http";
import { html, type Page, sendPage } from "../../auth/pages/html.ts";
import { StripeRefusal } from "../errors.ts";
import { parseForm, textOf } from "../form.ts";
import type { CheckoutSession } from "../objects.ts";
import { getCheckoutSession } from "../operations/checkout-sessions.ts";
import {
  declineSession,
  paySession,
  paySessionLater,
  settleSession,
} from "../operations/pay-session.ts";
import { DECLINED_LATER } from "../operations/payment-intents.ts";
import { getPortalSession } from "../operations/portal-sessions.ts";
import { readBody } from "../read-body.ts";
import type { StripeState } from "../state.ts";
import { checkoutPage, portalPage, receiptPage } from "./checkout-page.ts";
import { formatAmount } from "./format-amount.ts";

const PATH = /^\/__stripe\/(checkout|portal|receipts)\/([^/?]+)$/;
const PAYMENTS_SHOWN = 50;

/** The pages that payers see, at their own port. The id in the address is the secret that opens them. */
export function createPages(state: StripeState, changed: () => void) {
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const [path = ""] = (req.url ?? "").split("?");
    const [, kind, id = ""] = PATH.exec(path) ?? [];
    if (kind === undefined) return false;
    answer(kind, id, req, res).catch((error) => {
      if (error instanceof StripeRefusal) return sendPage(res, error.status, failurePage(error));
      res.destroy();
    });
    return true;
  };

  async function answer(
    kind: string,
    id: string,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    if (kind === "checkout" && req.method === "POST") {
      const next = await act(id, parseForm(await readBody(req)));
      res.writeHead(303, { location: next, "cache-control": "no-store" }).end();
      return;
    }
    if (req.method !== "GET") {
      res.writeHead(405, { allow: "GET" }).end();
      return;
    }
    sendPage(res, 200, show(kind, id));
  }

  function show(kind: string, id: string): Page {
    if (kind === "checkout") {
      const session = getCheckoutSession(state, id);
      const { payment_intent: intent } = session;
      return checkoutPage(session, intent === null ? null : state.get("payment_intent", intent));
    }
    return kind === "portal" ? showPortal(id) : showReceipt(id);
  }

  function showPortal(id: string): Page {
    const { customer, return_url: returnUrl } = getPortalSession(state, id);
    const payments = state.list("charge", { customer, limit: PAYMENTS_SHOWN }).map((charge) => ({
      text: `${dayOf(charge.created)}: ${formatAmount(charge.amount, charge.currency)}`,
      receiptUrl: charge.receipt_url,
    }));
    return portalPage(payments, returnUrl);
  }

  function showReceipt(id: string): Page {
    const charge = state.get("charge", id);
    if (charge === null) throw new StripeRefusal(404, { type: "", message: "No such receipt." });
    return receiptPage("Receipt", [
      ["For", charge.description ?? "Payment"],
      ["Paid", formatAmount(charge.amount, charge.currency)],
      ["Refunded", formatAmount(charge.amount_refunded, charge.currency)],
      ["On", dayOf(charge.created)],
    ]);
  }

  async function act(id: string, form: ReturnType<typeof parseForm>): Promise<string> {
    const here = `/__stripe/checkout/${id}`;
    const isDone = ({ status }: CheckoutSession) => status === "complete";
    const session = await state.change(() => {
      switch (textOf(form, "action")) {
        case "pay":
          return paySession(
            state,
            id,
            textOf(form, "card") === DECLINED_LATER ? DECLINED_LATER : "4242",
          );
        case "decline":
          return declineSession(state, id);
        case "later":
          return paySessionLater(state, id);
        case "settle":
          return settleSession(state, id, "paid");
        case "refuse":
          return settleSession(state, id, "refused");
        default:
          throw new StripeRefusal(400, { type: "", message: "Press one of the buttons." });
      }
    });
    changed();
    const isPending = isDone(session) && session.payment_status === "unpaid";
    return isDone(session) && !isPending ? session.success_url : here;
  }
}

function failurePage({ message }: StripeRefusal): Page {
  return { title: "Stripe stand-in", body: html`<h1>This does not go</h1><p>${message}</p>` };
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
