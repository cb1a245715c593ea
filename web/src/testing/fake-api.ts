import type { Api } from "../api.ts";

interface Call {
  method: string;
  path: string;
  body: unknown;
  accountId: string | null;
  idempotencyKey: string | undefined;
}

type Answer = (call: Call) => unknown;

/** The HTTP API as far as a test says; `calls` is what was asked of it. */
export function createFakeApi(answers: Record<string, Answer>) {
  const calls: Call[] = [];
  const api: Api = async (request) => {
    const method = request.method ?? "GET";
    const call: Call = {
      method,
      path: request.path,
      body: request.body,
      accountId: request.accountId,
      idempotencyKey: request.idempotencyKey,
    };
    calls.push(call);
    const answer =
      answers[`${method} ${request.path}`] ??
      Object.entries(answers).find(([pattern]) =>
        matches(pattern, `${method} ${request.path}`),
      )?.[1];
    if (!answer) throw new Error(`The test gives no answer to ${method} ${request.path}.`);
    return request.answer.parse(await answer(call)) as never;
  };
  return { api, calls };
}

function matches(pattern: string, asked: string): boolean {
  const parts = pattern.split("/");
  const asks = asked.split("/");
  return (
    parts.length === asks.length &&
    parts.every((part, index) => part === "*" || part === asks[index])
  );
}
