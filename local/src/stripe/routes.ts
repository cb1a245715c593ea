import type { StripeRefusal } from "./errors.ts";
import { notEmulated } from "./errors.ts";
import { type Form, numberOf, textOf } from "./form.ts";
import { type ObjectType, shown } from "./objects.ts";
import { createCheckoutSession, getCheckoutSession } from "./operations/checkout-sessions.ts";
import { createCustomer, getCustomer } from "./operations/customers.ts";
import { getDispute } from "./operations/disputes.ts";
import { createPaymentIntent, getPaymentIntent } from "./operations/payment-intents.ts";
import { createPortalSession } from "./operations/portal-sessions.ts";
import { createRefund, getRefund } from "./operations/refunds.ts";
import type { StripeState } from "./state.ts";

type Operation = (state: StripeState, id: string, form: Form) => object;

const list =
  (type: ObjectType): Operation =>
  (state, _id, form) => {
    const limit = Math.min(100, numberOf(form, "limit") ?? 10);
    const paymentIntent = textOf(form, "payment_intent");
    const found = state.list(type, {
      ...(paymentIntent !== null && { paymentIntent }),
      limit: 1000,
    });
    const after = textOf(form, "starting_after");
    const rest =
      after === null ? found : found.slice(found.findIndex(({ id }) => id === after) + 1);
    return {
      ...{ object: "list", url: "/v1", has_more: rest.length > limit },
      data: rest.slice(0, limit).map(shown),
    };
  };

const ROUTES: [method: string, path: RegExp, operation: Operation][] = [
  ["POST", /^\/v1\/customers$/, (state, _id, form) => createCustomer(state, form)],
  ["GET", /^\/v1\/customers\/([^/]+)$/, getCustomer],
  ["POST", /^\/v1\/checkout\/sessions$/, (state, _id, form) => createCheckoutSession(state, form)],
  ["GET", /^\/v1\/checkout\/sessions\/([^/]+)$/, getCheckoutSession],
  ["POST", /^\/v1\/payment_intents$/, (state, _id, form) => createPaymentIntent(state, form)],
  ["GET", /^\/v1\/payment_intents$/, list("payment_intent")],
  ["GET", /^\/v1\/payment_intents\/([^/]+)$/, getPaymentIntent],
  ["POST", /^\/v1\/refunds$/, (state, _id, form) => createRefund(state, form)],
  ["GET", /^\/v1\/refunds$/, list("refund")],
  ["GET", /^\/v1\/refunds\/([^/]+)$/, getRefund],
  ["GET", /^\/v1\/disputes$/, list("dispute")],
  ["GET", /^\/v1\/disputes\/([^/]+)$/, getDispute],
  [
    "POST",
    /^\/v1\/billing_portal\/sessions$/,
    (state, _id, form) => createPortalSession(state, form),
  ],
];

/** Does what a request of the SDK asks, inside a change of `state`. Throws a {@link StripeRefusal}. */
export function perform(
  state: StripeState,
  { method, path, form }: { method: string; path: string; form: Form },
): object {
  for (const [routeMethod, pattern, operation] of ROUTES) {
    const match = method === routeMethod ? pattern.exec(path) : null;
    if (match === null) continue;
    const answer = operation(state, match[1] ?? "", form);
    return expand(state, shown(answer), Object.values(form.expand ?? {}).map(String));
  }
  throw notEmulated(`${method} ${path}`);
}

const EXPANDABLE: Record<string, ObjectType> = {
  latest_charge: "charge",
  payment_method: "payment_method",
  customer: "customer",
  payment_intent: "payment_intent",
};

function expand(state: StripeState, object: object, names: string[]): object {
  const fields = names.map((name): [string, object | null] => {
    const type = EXPANDABLE[name];
    const id = (object as Record<string, unknown>)[name];
    if (type === undefined) throw notEmulated(`expand ${name}`);
    const found = typeof id === "string" ? state.get(type, id) : null;
    return [name, found && shown(found)];
  });
  return { ...object, ...Object.fromEntries(fields) };
}
