import { createParser } from "eventsource-parser";
import { type Clock, sleep } from "./clock.ts";
import type { HttpClient } from "./http-client.ts";
import { type Log, reasonOf } from "./log.ts";

const SILENCE_MS_MAX = 3_600_000;

export interface EventStream {
  /** Without effect when it is going on already. */
  start(): void;
  isOpen(): boolean;
  stop(): Promise<void>;
}

export interface EventStreamParts {
  clock: Clock;
  http: HttpClient;
  url: string;
  token(): string | null;
  log: Log;
  onOpen(): void;
  /** `type` is undefined for a frame that names none. */
  onEvent(type: string | undefined, data: string): void;
}

/** Milliseconds before the n-th attempt in a row to connect again. */
export function reconnectDelayMs(attempt: number): number {
  if (attempt > 10) return 60_000;
  return attempt > 5 ? 30_000 : 5_000;
}

/** `GET /events`, for as long as the phone runs. A revoked token is not treated apart: it is tried for ever. */
export function createEventStream(parts: EventStreamParts): EventStream {
  const { clock, log } = parts;
  const controller = new AbortController();
  const { signal } = controller;
  let running: Promise<void> | null = null;
  let isOpen = false;

  async function listen(): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      try {
        await connect(() => {
          attempt = 0;
        });
        log("debug", "event stream closed by the server");
      } catch (error) {
        if (!signal.aborted) log("warn", "event stream broken", { reason: reasonOf(error) });
      }
      isOpen = false;
      attempt += 1;
      await sleep(clock, reconnectDelayMs(attempt), signal);
    }
  }

  async function connect(onOpen: () => void): Promise<void> {
    const response = await parts.http.open({
      method: "GET",
      url: parts.url,
      headers: {
        Accept: "text/event-stream",
        Authorization: `Bearer ${parts.token() ?? ""}`,
        "User-Agent": "okhttp/4.10.0",
      },
      signal,
      timeouts: { silenceMs: SILENCE_MS_MAX, totalMs: null },
    });
    const status = response.statusCode ?? 0;
    const contentType = response.headers["content-type"] ?? "";
    if (status < 200 || status > 299 || !contentType.startsWith("text/event-stream")) {
      response.destroy();
      throw new Error(`answered ${status} with Content-Type "${contentType}"`);
    }
    isOpen = true;
    onOpen();
    parts.onOpen();
    const parser = createParser({ onEvent: ({ event, data }) => deliver(event, data) });
    response.setEncoding("utf8");
    for await (const chunk of response) parser.feed(String(chunk));
  }

  function deliver(type: string | undefined, data: string): void {
    try {
      parts.onEvent(type, data);
    } catch (error) {
      log("warn", "event not understood", { event: type, reason: reasonOf(error) });
    }
  }

  return {
    start: () => {
      running ??= listen();
    },
    isOpen: () => isOpen,
    stop: async () => {
      controller.abort();
      await running;
    },
  };
}
