import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { findViolations } from "./wire-rules.ts";

/** One request as it came in. */
export interface SeenRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  text: string;
  /** The body parsed; undefined when there was none. */
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
}

type Responder = (request: SeenRequest) => Answer | "hang" | undefined;

/** A server for tests of the phone alone: it does what a test tells it, and notes each breach of the protocol. */
export interface StrictServer {
  url: string;
  hookUrl: string;
  messages: Record<string, unknown>[];
  webhooks: unknown;
  settings: unknown;
  /** Tokens that are valid; registration adds one. */
  tokens: Set<string>;
  requests: SeenRequest[];
  violations: string[];
  /** Asked first, newest first, for every request; the first that answers wins. */
  respond(responder: Responder): void;
  /** Answers the next `count` matching requests with `answer`. */
  respondOnce(route: string, answer: Answer | "hang", count?: number): void;
  /** The `count`-th request of this route, once it has come: `PATCH /message`. */
  seen(route: string, count?: number): Promise<SeenRequest>;
  all(route: string): SeenRequest[];
  sendEvent(frame: string): void;
  closeStreams(): void;
  close(): Promise<void>;
}

export async function startStrictServer(): Promise<StrictServer> {
  const requests: SeenRequest[] = [];
  const responders: Responder[] = [];
  const streams = new Set<ServerResponse>();
  const waiters = new Set<() => void>();
  let deviceCount = 0;

  const http = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    server.violations.push(...findViolations(request));
    const answer = responders.map((respond) => respond(request)).find((each) => each !== undefined);
    if (answer === undefined && routeOf(request) === "GET /events" && isKnown(request)) {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(":hello\n\n");
      streams.add(response);
      response.once("close", () => streams.delete(response));
    } else if (answer !== "hang") {
      write(response, answer ?? defaultAnswer(request));
    }
    for (const look of waiters) look();
  });

  const isKnown = ({ headers }: SeenRequest) =>
    server.tokens.has((headers.authorization ?? "").replace(/^Bearer /, ""));

  function defaultAnswer(request: SeenRequest): Answer {
    const route = routeOf(request);
    if (route === "POST /hook") return { status: 200 };
    if (route === "POST /device") return register();
    if (!isKnown(request)) return { status: 401, body: { message: "Unknown device" } };
    if (route === "GET /message") return { status: 200, body: server.messages };
    if (route === "GET /webhooks") return { status: 200, body: server.webhooks };
    if (route === "GET /settings") return { status: 200, body: server.settings };
    if (route.startsWith("PATCH ")) return { status: 204 };
    return { status: 404, body: { message: `no ${route}` } };
  }

  function register(): Answer {
    deviceCount += 1;
    server.tokens.add(`token-${deviceCount}`);
    const body = { id: `dev_${deviceCount}`, token: `token-${deviceCount}`, login: "A1B2C3" };
    return { status: 201, body };
  }

  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const server: StrictServer = {
    url: `http://127.0.0.1:${port}/mobile/v1`,
    hookUrl: `http://127.0.0.1:${port}/hook`,
    messages: [],
    webhooks: [],
    settings: {},
    tokens: new Set(),
    requests,
    violations: [],
    respond: (responder) => void responders.unshift(responder),
    respondOnce: (route, answer, count = 1) => {
      let left = count;
      responders.unshift((request) => {
        if (left === 0 || routeOf(request) !== route) return undefined;
        left -= 1;
        return answer;
      });
    },
    all: (route) => requests.filter((request) => routeOf(request) === route),
    seen: (route, count = 1) =>
      new Promise((resolve) => {
        const look = () => {
          const request = server.all(route)[count - 1];
          if (request === undefined) return;
          waiters.delete(look);
          resolve(request);
        };
        waiters.add(look);
        look();
      }),
    sendEvent: (frame) => {
      for (const stream of streams) stream.write(frame);
    },
    closeStreams: () => {
      for (const stream of streams) stream.end();
    },
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function routeOf({ method, path }: SeenRequest): string {
  return `${method} ${path}`;
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(incoming.url ?? "/", "http://server");
  return {
    method: incoming.method ?? "",
    path: url.pathname.replace(/^\/mobile\/v1/, ""),
    query: url.searchParams,
    headers: incoming.headers,
    text,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function write(response: ServerResponse, answer: Answer): void {
  const contentType = answer.contentType ?? "application/json";
  response.writeHead(answer.status, { "Content-Type": contentType, ...answer.headers });
  const { body } = answer;
  response.end(
    body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
  );
}
