import {
  type CsvOperation,
  type Message,
  OPERATIONS,
  type Operations,
  type SendManyResponse,
  type SendOneResponse,
  type SendRequest,
} from "./api-types.ts";
import { type Answer, attempt, type Outgoing, unexpectedAnswer } from "./attempt.ts";
import { HandsetError } from "./handset-error.ts";
import { newIdempotencyKey } from "./idempotency-key.ts";
import { pause, withRetries } from "./retry.ts";
import { type AnyInput, urlOf } from "./url.ts";

interface Settings {
  /** Your server, such as https://sms.example.com */
  baseUrl: string;
  /** How often a call is repeated that was refused for a while or got no answer. Default 4. */
  retries?: number;
  /** How long one attempt may take. Default 30,000. */
  timeoutMs?: number;
  /** The longest wait before a call is repeated: a server that asks for a longer one is not waited for. Default 60,000. */
  waitMsMax?: number;
  fetch?: typeof fetch;
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** A program has an API key, `hs_live_…`; a page has who is signed in, asked anew for each attempt (null: nobody). */
export type HandsetOptions = Settings &
  ({ apiKey: string } | { token: () => Promise<string | null> });

export interface CallOptions {
  /**
   * The same key within 24 hours gives the same answer and does nothing again. Made up when it is left out.
   * `sendMessage`, `startTopUp` and `openAccount` take one; elsewhere it is left out, as it would promise what is not kept.
   */
  idempotencyKey?: string;
  /** In which account a person acts; an API key belongs to one. */
  accountId?: string;
  signal?: AbortSignal;
  /** How long one attempt of this call may take. Default: what the client was given. */
  timeoutMs?: number;
}

export type OperationId = keyof Operations;
export type Result<Id extends OperationId> = Operations[Id]["result"];

/** What an operation takes; nothing need be given where everything may be left out. */
type Arguments<Id extends OperationId> =
  Record<string, never> extends Operations[Id]["input"]
    ? [input?: Operations[Id]["input"], options?: CallOptions]
    : [input: Operations[Id]["input"], options?: CallOptions];

/** A page of a list as comma-separated lines, the first of them the columns' names. */
export interface CsvPage {
  text: string;
  next_cursor: string | null;
}

/** Statuses that a message keeps. */
const FINAL = new Set(["delivered", "failed", "expired", "canceled", "received"]);
const REPEATABLE = new Set(["GET", "DELETE", "PATCH"]);

export class Handset {
  readonly #settings: Required<Settings>;
  readonly #token: () => Promise<string | null>;

  constructor(options: HandsetOptions) {
    const { baseUrl, retries = 4, timeoutMs = 30_000, waitMsMax = 60_000, sleep = pause } = options;
    // A browser's fetch refuses to be called as another object's method.
    const { fetch = (...args) => globalThis.fetch(...args) } = options;
    this.#settings = { baseUrl, retries, timeoutMs, waitMsMax, sleep, fetch };
    this.#token = "token" in options ? options.token : async () => options.apiKey;
  }

  send(request: SendRequest & { to: string }, options?: CallOptions): Promise<SendOneResponse>;
  send(request: SendRequest & { to: string[] }, options?: CallOptions): Promise<SendManyResponse>;
  send(request: SendRequest, options?: CallOptions): Promise<Result<"sendMessage">> {
    return this.call("sendMessage", { body: request }, options);
  }

  getMessage(id: string, options?: CallOptions): Promise<Message> {
    return this.call("getMessage", { path: { id } }, options);
  }

  /** Every message that the filter lets through, page after page, newest first. */
  async *listMessages(
    query: Operations["listMessages"]["input"]["query"] = {},
    options?: CallOptions,
  ): AsyncGenerator<Message> {
    let cursor: string | null | undefined = query.cursor;
    do {
      const page: Result<"listMessages"> = await this.call(
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
      await this.#settings.sleep(intervalMs, options.signal);
    }
  }

  /** Any operation of the API, by its id in the description. */
  call<Id extends OperationId>(id: Id, ...args: Arguments<Id>): Promise<Result<Id>>;
  async call(id: OperationId, input?: AnyInput, options?: CallOptions): Promise<unknown> {
    const { status, text } = await this.#exchange(id, "application/json", input, options);
    if (text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw unexpectedAnswer(
        status,
        "The server's answer was not understood: it is not JSON. Try again in a moment.",
        cause,
      );
    }
  }

  /** A page of an operation that answers with a table, too. */
  readCsv<Id extends CsvOperation>(id: Id, ...args: Arguments<Id>): Promise<CsvPage>;
  async readCsv(id: CsvOperation, input?: AnyInput, options?: CallOptions): Promise<CsvPage> {
    const { headers, text } = await this.#exchange(id, "text/csv", input, options);
    const next = /<([^>]*)>; rel="next"/.exec(headers.get("Link") ?? "")?.[1];
    const at = next === undefined ? null : new URL(next, this.#settings.baseUrl);
    return { text, next_cursor: at?.searchParams.get("cursor") ?? null };
  }

  #exchange(
    id: OperationId,
    accept: string,
    input: AnyInput = {},
    options: CallOptions = {},
  ): Promise<Answer> {
    const { method, path, ...operation } = OPERATIONS[id];
    const isKeyed = "isKeyed" in operation;
    const idempotencyKey = isKeyed ? (options.idempotencyKey ?? newIdempotencyKey()) : undefined;
    const call: Omit<Outgoing, "headers"> = {
      method,
      url: urlOf(this.#settings.baseUrl, path, input),
      body: input.body === undefined ? null : JSON.stringify(input.body),
      timeoutMs: options.timeoutMs ?? this.#settings.timeoutMs,
      isSafe: isKeyed || REPEATABLE.has(method),
      signal: options.signal,
    };
    const asked = { accept, ...options, idempotencyKey };
    return withRetries(this.#settings, call, async (previous) => {
      const headers = await this.#headers(asked, call.body !== null);
      return attempt(this.#settings.fetch, { ...call, headers }).catch((error: unknown) => {
        if (method === "DELETE" && previous?.isUndone === false && isGone(error)) return GONE;
        throw error;
      });
    });
  }

  async #headers(
    { accept, accountId, idempotencyKey }: HeaderValues,
    hasBody: boolean,
  ): Promise<Headers> {
    const token = await this.#token().catch((cause: unknown) => {
      const detail =
        "Who is signed in could not be confirmed. Check your connection, then try again.";
      throw new HandsetError({ status: 0, code: "no_token", detail }, { cause });
    });
    const headers = new Headers({ Accept: accept });
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    if (accountId !== undefined) headers.set("Handset-Account", accountId);
    if (idempotencyKey !== undefined) headers.set("Idempotency-Key", idempotencyKey);
    if (hasBody) headers.set("Content-Type", "application/json");
    return headers;
  }
}

interface HeaderValues {
  accept: string;
  accountId?: string;
  idempotencyKey: string | undefined;
}

/** The attempt whose answer was lost has removed it. */
const GONE: Answer = { status: 204, headers: new Headers(), text: "" };
const isGone = (error: unknown) => error instanceof HandsetError && error.status === 404;
