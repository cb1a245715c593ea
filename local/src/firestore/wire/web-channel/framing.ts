import { FirestoreError } from "../../errors.ts";

/** The length counts UTF-16 code units, not bytes: that is what the browser's decoder counts. */
export function frame(json: string): string {
  return `${json.length}\n${json}`;
}

export interface ForwardBody {
  /** Number of the first message within the session. */
  offset: number;
  /** Each as JSON. */
  messages: string[];
  /** Header lines that the handshake carries in its body. */
  headers: Map<string, string>;
}

const MESSAGES_MAX = 10_000;

/** Reads `count=2&ofs=1&req0___data__=…&req1___data__=…`. */
export function parseForwardBody(text: string): ForwardBody {
  const form = new URLSearchParams(text);
  const count = readCount(form, "count");
  return {
    offset: readCount(form, "ofs"),
    messages: Array.from({ length: count }, (_, index) => {
      const data = form.get(`req${index}___data__`);
      if (data === null) throw malformed(`req${index}___data__ is missing`);
      return data;
    }),
    headers: parseHeaderLines(form.get("headers") ?? ""),
  };
}

function readCount(form: URLSearchParams, name: string): number {
  const count = Number(form.get(name) ?? 0);
  if (!Number.isInteger(count) || count < 0 || (name === "count" && count > MESSAGES_MAX)) {
    throw malformed(`${name} is ${form.get(name)}`);
  }
  return count;
}

function malformed(problem: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", `Malformed WebChannel request: ${problem}.`);
}

function parseHeaderLines(lines: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
