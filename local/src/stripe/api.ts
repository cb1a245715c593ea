import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { invalidRequest, StripeRefusal } from "./errors.ts";
import { parseForm } from "./form.ts";
import { readBody } from "./read-body.ts";
import { perform } from "./routes.ts";
import type { StripeState } from "./state.ts";

/** Answers the `stripe` SDK. */
export function createStripeApi(state: StripeState, secretKey: string, changed: () => void) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await readBody(req);
    const answer = isAllowed(req, secretKey)
      ? await state.change(() => answerOnce(state, req, body))
      : refuse(new StripeRefusal(401, NO_KEY));
    changed();
    res
      .writeHead(answer.status, {
        "content-type": "application/json",
        "request-id": state.newId("req"),
      })
      .end(answer.body);
  };
}

const NO_KEY = { type: "invalid_request_error", message: "Invalid API Key provided" };

interface Answer {
  status: number;
  body: string;
}

/** The same key gives the same answer, a decline too; with another request it is refused. */
function answerOnce(state: StripeState, req: IncomingMessage, body: string): Answer {
  const key = req.headers["idempotency-key"];
  if (req.method !== "POST" || typeof key !== "string") return answerAnew(state, req, body);
  const request = createHash("sha256").update(`${req.url}\n${body}`).digest("hex");
  const before = state.findAnswer(key);
  if (before?.request === request) return before;
  if (before !== null) {
    return refuse(
      new StripeRefusal(400, {
        type: "idempotency_error",
        message: "Keys for idempotent requests can only be used with the same parameters.",
      }),
    );
  }
  const answer = answerAnew(state, req, body);
  state.keepAnswer(key, { request, ...answer });
  return answer;
}

function answerAnew(state: StripeState, req: IncomingMessage, body: string): Answer {
  const { pathname, search } = new URL(req.url ?? "/", "http://stripe");
  const form = parseForm(req.method === "GET" ? search : body);
  try {
    if (req.method !== "GET" && req.method !== "POST") throw invalidRequest("((GET or POST.))");
    const result = perform(state, { method: req.method, path: pathname, form });
    return { status: 200, body: JSON.stringify(result) };
  } catch (error) {
    // Caught inside the change: a declined payment is kept.
    if (error instanceof StripeRefusal) return refuse(error);
    throw error;
  }
}

function refuse({ status, body }: StripeRefusal): Answer {
  return { status, body: JSON.stringify({ error: body }) };
}

function isAllowed(req: IncomingMessage, secretKey: string): boolean {
  const [scheme, credentials = ""] = (req.headers.authorization ?? "").split(" ");
  if (scheme === "Basic") {
    return Buffer.from(credentials, "base64").toString("utf8").split(":")[0] === secretKey;
  }
  return scheme === "Bearer" && credentials === secretKey;
}
