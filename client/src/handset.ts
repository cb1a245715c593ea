import {
  type Message,
  OPERATIONS,
  type Operations,
  type Problem,
  type SendManyResponse,
  type SendOneResponse,
  type SendRequest,
} from "./api-types.ts";
import { HandsetError } from "./handset-error.ts";
import { isRetryable, waitMs } from "./retry.ts";

export interface HandsetOptions {
  /** `hs_live_…` */
  apiKey: string;
  /** Your server, such as https://sms.example.com */
  baseUrl: string;
  /** How often a call is repeated that was refused for a while or got no answer. Default 4. */
  retries?: number;
  /** How long one attempt may take. Default 30,000. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  sleep?: (milliseconds: number) => Promise<void>;
}

export interface CallOptions {
  /** The same key within 24 hours gives the same answer and sends nothing again. Made up when it is left out. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Input<Id extends keyof Operations> = Partial<
  Pick<Operations[Id], "path" | "query"> & { body: Operations[Id]["body"] }
>;

/** Statuses that a message keeps. */
const FINAL = new Set(["delivered", "failed", "expired", "canceled", "received"]);
const REPEATABLE = new Set(["GET", "DELETE", "PATCH"]);

export class Handset {
  readonly #options: Required<HandsetOptions>;

  constructor(options: HandsetOptions) {
    this.#options = {
      retries: 4,
      timeoutMs: 30_000,
      fetch: globalThis.fetch,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      ...options,
    };
  }

  send(request: SendRequest & { to: string }, options?: CallOptions): Promise<SendOneResponse>;
  send(request: SendRequest & { to: string[] }, options?: CallOptions): Promise<SendManyResponse>;
  send(
    request: SendRequest,
    options: CallOptions = {},
  ): Promise<Operations["sendMessage"]["result"]> {
    const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
    return this.call("sendMessage", { body: request }, { ...options, idempotencyKey });
  }

  getMessage(id: string, options?: CallOptions): Promise<Message> {
    return this.call("getMessage", { path: { id } }, options);
  }

  /** Every message that the filter lets through, page after page, newest first. */
  async *listMessages(
    query: Operations["listMessages"]["query"] = {},
    options?: CallOptions,
  ): AsyncGenerator<Message> {
    let cursor: string | null | undefined = query.cursor;
    do {
      const page: Operations["listMessages"]["result"] = await this.call(
        "listMessages",
        { query: { ...query, ...(cursor && { cursor }) } },
        options,
      );
      yield* page.data;
      cursor = page.next_cursor;
    } while (cursor !== null);
  }

  /** Asks until the message is delivered or has ended otherwise. For many messages, take a webhook. */
  async waitForMessage(
    id: string,
    { intervalMs = 1_000, ...options }: CallOptions & { intervalMs?: number } = {},
  ): Promise<Message> {
    for (;;) {
      const message = await this.getMessage(id, options);
      if (FINAL.has(message.status)) return message;
      options.signal?.throwIfAborted();
      await this.#options.sleep(intervalMs);
    }
  }

  /** Any operation of the API, by its id in the description. */
  async call<Id extends keyof Operations>(
    id: Id,
    input: Input<Id> = {},
    options: CallOptions = {},
  ): Promise<Operations[Id]["result"]> {
    const { method, path } = OPERATIONS[id];
    const isSafe = REPEATABLE.has(method) || options.idempotencyKey !== undefined;
    const request = () => this.#request(method, this.#url(path, input), input.body, options);
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt >= this.#options.retries;
      const response = await request().catch((error: unknown) => {
        if (isLast || !isSafe || options.signal?.aborted) throw error;
        return null;
      });
      if (response?.ok) return readResult<Operations[Id]["result"]>(response);
      const mayRepeat =
        response === null || (isRetryable(response.status) && canRepeat(response, isSafe));
      if (response !== null && (isLast || !mayRepeat)) throw await toError(response);
      const retryAfter = response?.headers.get("Retry-After") ?? null;
      await response?.body?.cancel();
      await this.#options.sleep(waitMs(attempt, retryAfter, Date.now()));
    }
  }

  #url(path: string, { path: places = {}, query = {} }: Input<keyof Operations>): URL {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent((places as Record<string, string>)[name] ?? ""),
    );
    const url = new URL(filled, this.#options.baseUrl);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  #request(method: string, url: URL, body: unknown, options: CallOptions): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    return this.#options.fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${this.#options.apiKey}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...(options.idempotencyKey !== undefined && { "Idempotency-Key": options.idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  }
}

/** A 429 was refused before anything was done; after a 5xx nobody knows, unless the call is safe to repeat. */
function canRepeat(response: Response, isSafe: boolean): boolean {
  return isSafe || response.status === 429;
}

async function readResult<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function toError(response: Response): Promise<HandsetError> {
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json");
  const problem = isProblem ? ((await response.json()) as Problem) : null;
  return new HandsetError(response.status, problem);
}
