import { invalidRequest, missing } from "../errors.ts";
import { type Form, textOf } from "../form.ts";
import type { PortalSession } from "../objects.ts";
import type { StripeState } from "../state.ts";
import { getCustomer } from "./customers.ts";

export function createPortalSession(state: StripeState, form: Form): PortalSession {
  const customer = textOf(form, "customer");
  const returnUrl = textOf(form, "return_url");
  if (customer === null) throw invalidRequest("Missing required param: customer.", "customer");
  if (returnUrl === null || URL.parse(returnUrl) === null) {
    throw invalidRequest("((Give a return_url: there are no settings here to take it from.))");
  }
  getCustomer(state, customer);
  const id = state.newId("bps");
  const session: PortalSession = {
    ...{ id, object: "billing_portal.session", created: state.now(), livemode: false },
    ...{ customer, return_url: returnUrl },
    url: new URL(`/__stripe/portal/${id}`, returnUrl).href,
  };
  state.put(session);
  return session;
}

export function getPortalSession(state: StripeState, id: string): PortalSession {
  const session = state.get("billing_portal.session", id);
  if (session === null) throw missing("billing_portal.session", id);
  return session;
}
