import { promises as dns, type LookupAddress } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Outbound, OutboundAnswer, OutboundRequest } from "../context.ts";
import { hostOf, objectToAddress, objectToUrl } from "./url-safety.ts";

const TIMEOUT_MS = 15_000;
const RESPONSE_BYTES_MAX = 2048;

export interface OutboundOptions {
  /** Lets http and addresses of private networks through. */
  allowsPrivateTargets: boolean;
  /** Default the system's resolver. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
  /** From the look-up to the answer. Default 15 seconds. */
  timeoutMs?: number;
}

export function createOutbound(options: OutboundOptions): Outbound {
  const { allowsPrivateTargets, timeoutMs = TIMEOUT_MS } = options;
  const resolve = options.resolve ?? ((host: string) => dns.lookup(host, { all: true }));

  /** Every address that the host has now, each of them a permitted one. */
  async function findAddresses(text: string): Promise<LookupAddress[] | { objection: string }> {
    const objection = objectToUrl(text, allowsPrivateTargets);
    if (objection !== null) return { objection };
    const host = hostOf(new URL(text));
    let addresses: LookupAddress[];
    try {
      addresses = await resolve(host);
    } catch (error) {
      return { objection: `${host} cannot be found in DNS (${codeOf(error)}).` };
    }
    if (addresses.length === 0) return { objection: `${host} has no address in DNS.` };
    if (allowsPrivateTargets) return addresses;
    for (const { address } of addresses) {
      const found = objectToAddress(address);
      if (found !== null) return { objection: `${host} leads to ${address}. ${found}` };
    }
    return addresses;
  }

  return {
    async findObjection(url) {
      const found = await withDeadline(findAddresses(url), timeoutMs);
      if (found === "late") return "Its name was not found in DNS in time.";
      return Array.isArray(found) ? null : found.objection;
    },
    async post(request) {
      const startedAt = performance.now();
      const answer = await attempt(request, startedAt + timeoutMs);
      return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
    },
  };

  async function attempt(request: OutboundRequest, deadline: number): Promise<Answer> {
    const addresses = await withDeadline(findAddresses(request.url), timeoutMs);
    if (addresses === "late") return failed("Its name was not found in DNS in time.");
    if (!Array.isArray(addresses)) return failed(addresses.objection);
    try {
      const left = Math.max(1, Math.round(deadline - performance.now()));
      return await send(request, addresses, left);
    } catch (error) {
      const isLate = (error as Error).name === "AbortError";
      const seconds = timeoutMs / 1000;
      return failed(isLate ? `No answer within ${seconds} seconds.` : describeFailure(error));
    }
  }
}

type Answer = Omit<OutboundAnswer, "durationMs">;

function failed(error: string): Answer {
  return { statusCode: null, body: null, retryAfter: null, error };
}

/** Connects to one of the addresses that were checked, on a connection of its own, and follows no redirect. */
async function send(
  { url, headers, body }: OutboundRequest,
  addresses: LookupAddress[],
  timeoutMs: number,
): Promise<Answer> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = { "Content-Length": String(Buffer.byteLength(body)) };
    request(url, {
      method: "POST",
      headers: { ...headers, ...length, Connection: "close" },
      agent: false,
      lookup: pinTo(addresses),
      signal,
    })
      .once("response", resolve)
      .on("error", reject)
      .end(body);
  });
  return {
    statusCode: response.statusCode ?? 0,
    body: await readStart(response),
    retryAfter: response.headers["retry-after"] ?? null,
    error: null,
  };
}

/** The status is the answer: a body that breaks off or never ends does not change it. */
function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () => {
      response.destroy();
      resolve(Buffer.concat(chunks).subarray(0, RESPONSE_BYTES_MAX).toString("utf8"));
    };
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= RESPONSE_BYTES_MAX) finish();
    });
    response.once("end", finish).once("close", finish).on("error", finish);
  });
}

/** Answers each look-up with the addresses that were checked, so that DNS cannot answer otherwise a moment later. */
function pinTo(addresses: LookupAddress[]): LookupFunction {
  return (_host, { all }, callback) => {
    const [first] = addresses;
    if (all || first === undefined) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T | "late"> {
  const { promise, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), timeoutMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

const EXPLANATIONS: Record<string, string> = {
  ECONNREFUSED: "Nothing accepts connections there.",
  ECONNRESET: "The connection was closed without an answer.",
  EHOSTUNREACH: "The host cannot be reached.",
  ENETUNREACH: "The network cannot be reached.",
  ETIMEDOUT: "The connection timed out.",
  EPIPE: "The connection was closed without an answer.",
  CERT_HAS_EXPIRED: "Its TLS certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its TLS certificate is self-signed.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its TLS certificate is for another name.",
};

function describeFailure(error: unknown): string {
  const code = codeOf(error);
  return `${EXPLANATIONS[code] ?? "The request failed."} (${code})`;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? "unknown error");
}
