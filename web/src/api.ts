import { Problem } from "@handset/functions/schema/problem.ts";
import { createContext, use } from "react";
import { z } from "zod";
import { randomId } from "./random-id.ts";

/** A refusal of the HTTP API, or that it could not be reached (`code` is then `unreachable`). */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
  /** When the server will take it, if it said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    fields?: Record<string, string>;
    requestId?: string;
    retryAfterSeconds?: number;
  }) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? {};
    this.requestId = problem.requestId;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

export interface Request<S extends z.ZodType> {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Asks for a table; what is parsed as `answer` is a `CsvPage` then. */
  isCsv?: boolean;
  answer: S;
  /** The same key makes a repeated request do its work once. */
  idempotencyKey?: string;
  /** Null: the request is about no account. */
  accountId: string | null;
}

/** A page of a list as comma-separated lines, the first of them the columns' names. */
export const CsvPage = z.object({ text: z.string(), next_cursor: z.string().nullable() });
export type CsvPage = z.infer<typeof CsvPage>;

export type Api = <S extends z.ZodType>(request: Request<S>) => Promise<z.output<S>>;

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = use(ApiContext);
  if (!api) throw new Error("No API here: the page is outside its provider.");
  return api;
}

const TIMEOUT_MS = 30_000;

export function createApi(token: () => Promise<string | null>): Api {
  return async (request) => {
    const response = await exchange(request, await token());
    if (!response.ok) throw problemOf(response, await response.json().catch(() => undefined));
    const body: unknown = await (request.isCsv ? csvPageOf(response) : response.json()).catch(
      () => undefined,
    );
    const parsed = request.answer.safeParse(body);
    if (parsed.success) return parsed.data;
    console.error(`The answer to ${request.path} has not the expected shape.`, parsed.error);
    throw new ApiError({
      status: response.status,
      code: "unexpected_answer",
      detail: "The server's answer was not understood. Reload the page: it may have been updated.",
    });
  };
}

export const newIdempotencyKey = (): string => randomId(20);

async function exchange(request: Request<z.ZodType>, token: string | null): Promise<Response> {
  const headers = new Headers({ accept: request.isCsv ? "text/csv" : "application/json" });
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (request.accountId) headers.set("handset-account", request.accountId);
  if (request.idempotencyKey) headers.set("idempotency-key", request.idempotencyKey);
  if (request.body !== undefined) headers.set("content-type", "application/json");
  try {
    return await fetch(`/api/v1${request.path}${queryString(request.query)}`, {
      method: request.method ?? "GET",
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch {
    throw new ApiError({
      status: 0,
      code: "unreachable",
      detail: "The server does not answer. Check your connection, then try again.",
    });
  }
}

async function csvPageOf(response: Response): Promise<CsvPage> {
  const next = /<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  const cursor =
    next === undefined ? null : new URL(next, location.href).searchParams.get("cursor");
  return { text: await response.text(), next_cursor: cursor };
}

function queryString(query: Request<z.ZodType>["query"]): string {
  const entries = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}

function problemOf(response: Response, body: unknown): ApiError {
  const parsed = Problem.safeParse(body);
  if (!parsed.success) {
    return new ApiError({
      status: response.status,
      code: "unexpected_answer",
      detail: `The server answered ${response.status} without saying why. Try again in a moment.`,
    });
  }
  const { status, code, detail, errors, request_id } = parsed.data;
  return new ApiError({
    status,
    code,
    detail,
    requestId: request_id,
    ...retryAfterOf(response),
    fields: Object.fromEntries((errors ?? []).map(({ field, message }) => [field, message])),
  });
}

function retryAfterOf(response: Response): { retryAfterSeconds?: number } {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {};
}
