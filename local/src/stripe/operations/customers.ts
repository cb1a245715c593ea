import { missing } from "../errors.ts";
import { type Form, textOf, textsOf } from "../form.ts";
import type { Customer } from "../objects.ts";
import type { StripeState } from "../state.ts";

export function createCustomer(state: StripeState, form: Form): Customer {
  const customer: Customer = {
    ...{ id: state.newId("cus"), object: "customer", created: state.now(), livemode: false },
    name: textOf(form, "name"),
    email: textOf(form, "email"),
    metadata: textsOf(form, "metadata"),
    stand_in: { origin: null },
  };
  state.put(customer);
  return customer;
}

export function getCustomer(state: StripeState, id: string): Customer {
  const customer = state.get("customer", id);
  if (customer === null) throw missing("customer", id);
  return customer;
}
