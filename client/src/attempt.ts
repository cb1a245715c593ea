import type { Problem } from "./api-types.ts";
import { HandsetError } from "./handset-error.ts";
import { readRetryAfter } from "./retry.ts";

export interface Outgoing {
  method: string;
  url: URL;
  headers: Headers;
  body: string | null;
  timeoutMs: number;
  /** Doing it twice is doing it once. */
  isSafe: boolean;
  signal: AbortSignal | undefined;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** One request and all of its answer; whatever is not a success is thrown as a `HandsetError`. */
export async function attempt(send: typeof fetch, outgoing: Outgoing): Promise<Answer> {
  const { method, url, headers, body, signal, timeoutMs } = outgoing;
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let answer: Answer;
  try {
    const response = await send(url, { method, headers, body, signal: either });
    answer = { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    throw timeout.aborted ? timedOut(outgoing, cause) : unreachable(cause);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(answer);
}

export function unexpectedAnswer(status: number, detail: string, cause?: unknown): HandsetError {
  return new HandsetError({ status, code: "unexpected_answer", detail }, { cause });
}

function unreachable(cause: unknown): HandsetError {
  const detail = "The server cannot be reached. Check your connection, then try again.";
  return new HandsetError({ status: 0, code: "unreachable", detail }, { cause });
}

function timedOut({ timeoutMs, isSafe }: Outgoing, cause: unknown): HandsetError {
  const remedy = isSafe
    ? "Try again in a moment."
    : "It may have done what you asked: look before you try again.";
  const detail = `The server did not answer within ${timeoutMs / 1000} seconds. ${remedy}`;
  return new HandsetError({ status: 0, code: "timeout", detail }, { cause });
}

function refusal({ status, headers, text }: Answer): HandsetError {
  const retryAfterSeconds = readRetryAfter(headers.get("Retry-After"), Date.now());
  const problem = problemIn(text);
  if (!problem) {
    const detail = `The server answered ${status} without saying why. Try again in a moment.`;
    return new HandsetError({ status, code: "unexpected_answer", detail, retryAfterSeconds });
  }
  const { code, detail, errors = [], request_id: requestId } = problem;
  const fields = Object.fromEntries(errors.map(({ field, message }) => [field, message]));
  return new HandsetError({ status, code, detail, fields, requestId, retryAfterSeconds, problem });
}

/** What stands between may answer in its place: a proxy's page is no problem of ours. */
function problemIn(text: string): Problem | null {
  try {
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : null;
  } catch {
    return null;
  }
}

function isProblem(body: unknown): body is Problem {
  const { code, detail, errors } = (body ?? {}) as Partial<Record<keyof Problem, unknown>>;
  return (
    typeof code === "string" &&
    typeof detail === "string" &&
    (errors === undefined || Array.isArray(errors))
  );
}
