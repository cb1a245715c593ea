import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export interface HttpCall {
  method: "GET" | "POST" | "PATCH";
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  timeouts: HttpTimeouts;
}

/** Milliseconds; null waits for ever. */
export interface HttpTimeouts {
  /** Without a byte on the socket, connecting included. */
  silenceMs: number;
  /** From the first byte out to the last byte in. */
  totalMs: number | null;
}

export interface HttpAnswer {
  status: number;
  contentType: string;
  text: string;
}

export interface HttpClient {
  call(call: HttpCall): Promise<HttpAnswer>;
  /** Resolves when the headers are in; the caller reads the body. */
  open(call: HttpCall): Promise<IncomingMessage>;
  close(): void;
}

const REDIRECTS_MAX = 20;

/** As OkHttp: connections are kept, a stale one is replaced once without a word, and only GET follows a redirect. */
export function createHttpClient(): HttpClient {
  const agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  };

  async function open(call: HttpCall, redirectCount = 0): Promise<IncomingMessage> {
    const response = await send(call, true);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (call.method !== "GET" || status < 300 || status > 399 || location === undefined) {
      return response;
    }
    response.resume();
    if (redirectCount >= REDIRECTS_MAX) throw new Error("too many redirects");
    return open({ ...call, url: new URL(location, call.url).href }, redirectCount + 1);
  }

  function send(call: HttpCall, isFirstTry: boolean): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const url = new URL(call.url);
      const isSecure = url.protocol === "https:";
      const request = (isSecure ? httpsRequest : httpRequest)(url, {
        method: call.method,
        headers: withLength(call),
        agent: isSecure ? agents.https : agents.http,
        signal: call.signal,
        timeout: call.timeouts.silenceMs,
      });
      request.once("response", resolve);
      request.once("timeout", () =>
        request.destroy(new Error("the server did not answer in time")),
      );
      request.on("error", (error: NodeJS.ErrnoException) => {
        const isStale = request.reusedSocket && error.code === "ECONNRESET";
        if (isStale && isFirstTry) resolve(send(call, false));
        else reject(error);
      });
      request.end(call.body);
    });
  }

  async function call(call: HttpCall): Promise<HttpAnswer> {
    const { totalMs } = call.timeouts;
    const signal =
      totalMs === null ? call.signal : AbortSignal.any([call.signal, AbortSignal.timeout(totalMs)]);
    const response = await open({ ...call, signal });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      contentType: response.headers["content-type"] ?? "",
      text: Buffer.concat(chunks).toString("utf8"),
    };
  }

  return {
    call,
    open,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function withLength(call: HttpCall): Record<string, string> {
  if (call.body === undefined) return call.headers;
  return { ...call.headers, "Content-Length": String(Buffer.byteLength(call.body)) };
}
