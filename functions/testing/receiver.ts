import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An answer; null: none, for as long as the caller waits. */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
} | null;

export interface Receiver {
  url: string;
  port: number;
  received: Received[];
  /** What it answers from now on: the same to all, or one after the other with the last one kept. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** Somebody's webhook target on 127.0.0.1, which answers as a test says; 200 unless it says otherwise. */
export async function startReceiver(atPort = 0): Promise<Receiver> {
  const received: Received[] = [];
  let planned: Answer[] = [{ status: 200 }];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const { method = "", url: path = "", headers } = req;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString("utf8") });
      const next = planned.length > 1 ? planned.shift() : planned[0];
      if (next) reply(res, next);
    });
  });
  await new Promise<void>((resolve) => server.listen(atPort, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/sms`,
    port,
    received,
    answer: (...answers) => {
      planned = answers;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function reply(res: ServerResponse, { status, headers, body }: NonNullable<Answer>): void {
  res.writeHead(status, headers);
  res.end(body);
}
