/** A refusal in Stripe's words: status and the members of `error`. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly body: { type: string; message: string; code?: string; param?: string } & Record<
    string,
    unknown
  >;

  constructor(status: number, body: StripeRefusal["body"]) {
    super(body.message);
    this.name = "StripeRefusal";
    this.status = status;
    this.body = body;
  }
}

export function invalidRequest(message: string, param?: string): StripeRefusal {
  return new StripeRefusal(400, {
    type: "invalid_request_error",
    message,
    ...(param !== undefined && { param }),
  });
}

export function missing(what: string, id: string): StripeRefusal {
  return new StripeRefusal(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    param: "id",
    message: `No such ${what}: '${id}'`,
  });
}

/** Stripe has it and this stand-in has not. */
export function notEmulated(what: string): StripeRefusal {
  return new StripeRefusal(404, {
    type: "invalid_request_error",
    message: `((${what} is not emulated on one machine))`,
  });
}
