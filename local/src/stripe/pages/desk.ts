import type { IncomingMessage, ServerResponse } from "node:http";
import { html, sendPage } from "../../auth/pages/html.ts";
import { StripeRefusal } from "../errors.ts";
import { parseForm, textOf } from "../form.ts";
import { closeDispute, openDispute } from "../operations/disputes.ts";
import { createRefund, failRefund } from "../operations/refunds.ts";
import { readBody } from "../read-body.ts";
import type { StripeState } from "../state.ts";
import { type DeskPayment, deskPage } from "./desk-page.ts";

const PAYMENTS_SHOWN = 30;

/** The page for whoever runs the machine, on the loopback port of the API. */
export function createDesk(state: StripeState, changed: () => void) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method !== "POST") return sendPage(res, 200, deskPage(payments()));
    if (!isOwnPage(req)) return void res.writeHead(403).end();
    const form = parseForm(await readBody(req));
    try {
      await state.change(() => act(textOf(form, "action"), textOf(form, "id") ?? ""));
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      const body = html`<h1>This does not go</h1><p>${error.message}</p>`;
      return sendPage(res, error.status, { title: "Stripe stand-in", body });
    }
    changed();
    res.writeHead(303, { location: "/" }).end();
  };

  function payments(): DeskPayment[] {
    return state.list("charge", { limit: PAYMENTS_SHOWN }).map((charge) => {
      const of = { paymentIntent: charge.payment_intent, limit: PAYMENTS_SHOWN };
      return { charge, refunds: state.list("refund", of), disputes: state.list("dispute", of) };
    });
  }

  function act(action: string | null, id: string): unknown {
    switch (action) {
      case "refund":
        return createRefund(state, { charge: id });
      case "fail_refund":
        return failRefund(state, id);
      case "dispute":
        return openDispute(state, id);
      case "inquire":
        return openDispute(state, id, { isInquiry: true });
      case "win":
        return closeDispute(state, id, "won");
      case "lose":
        return closeDispute(state, id, "lost");
      default:
        throw new StripeRefusal(400, { type: "", message: "Press one of the buttons." });
    }
  }
}

/** Another site's page may post here through the reader's browser: not with its own origin. */
function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || origin === `http://${host}`;
}
