import { HandsetError } from "@handset/client/handset-error.ts";
import { createApi } from "../api.ts";

interface Call {
  method: string;
  path: string;
  body: unknown;
  accountId: string | null;
  idempotencyKey: string | undefined;
}

type Answer = (call: Call) => unknown;

/** The HTTP API as far as a test says; `calls` is what was asked of it. A `HandsetError` thrown is a refusal, any other error a lost answer. */
export function createFakeApi(answers: Record<string, Answer>) {
  const calls: Call[] = [];
  const api = createApi(async () => "a token", {
    fetch: async (input, init) => {
      const call = await readCall(new Request(input, init));
      calls.push(call);
      const asked = `${call.method} ${call.path}`;
      const answer =
        answers[asked] ?? Object.entries(answers).find(([pattern]) => matches(pattern, asked))?.[1];
      try {
        if (!answer) throw noAnswer(asked);
        return Response.json((await answer(call)) ?? null);
      } catch (error) {
        if (error instanceof HandsetError) return refusalOf(error);
        throw error;
      }
    },
    sleep: async () => {},
  });
  return { api, calls };
}

async function readCall(request: Request): Promise<Call> {
  const text = await request.text();
  return {
    method: request.method,
    path: new URL(request.url).pathname.replace("/api/v1", ""),
    body: text === "" ? undefined : JSON.parse(text),
    accountId: request.headers.get("Handset-Account"),
    idempotencyKey: request.headers.get("Idempotency-Key") ?? undefined,
  };
}

function refusalOf({ status, code, message, fields, requestId }: HandsetError): Response {
  const errors = Object.entries(fields).map(([field, message]) => ({ field, message }));
  return Response.json({ code, detail: message, errors, request_id: requestId }, { status });
}

function noAnswer(asked: string): HandsetError {
  const detail = `The test gives no answer to ${asked}.`;
  return new HandsetError({ status: 404, code: "no_answer", detail });
}

function matches(pattern: string, asked: string): boolean {
  const parts = pattern.split("/");
  const asks = asked.split("/");
  return (
    parts.length === asks.length &&
    parts.every((part, index) => part === "*" || part === asks[index])
  );
}
