import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describeError, type Log } from "./log.ts";
import { isForLoopback } from "./own-machine.ts";

export interface HttpServerOptions {
  host: string;
  /** 0 takes any. */
  port: number;
  handle(req: IncomingMessage, res: ServerResponse): void;
  log: Log;
  /** Answers nobody who calls this machine by another name than its own. */
  isPrivate?: boolean;
}

export interface HttpServer {
  port: number;
  /**
   * Takes no further request and ends the event streams; resolves when the rest has been answered, or when `graceMs` are over
   * and it was cut off.
   */
  close(graceMs: number): Promise<void>;
}

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const open = new Set<ServerResponse>();
  const server = createServer((req, res) => {
    open.add(res);
    res.once("close", () => open.delete(res));
    try {
      if (options.isPrivate && !isForLoopback(req)) refuseName(res);
      else options.handle(req, res);
    } catch (error) {
      options.log("error", describeError(error));
      res.destroy();
    }
  });
  server.keepAliveTimeout = 65_000;
  await listen(server, options.port, options.host);
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const res of open) drain(res);
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** A page of another site whose name was turned to this machine, or a proxy that `--public-url` does not tell of. */
function refuseName(res: ServerResponse): void {
  res.writeHead(421, { "content-type": "text/plain; charset=utf-8" });
  res.end("This serves its own machine alone. For others, start it with --public-url or --host.\n");
}

function drain(res: ServerResponse): void {
  if (!res.headersSent) {
    res.setHeader("connection", "close");
    return;
  }
  if (!String(res.getHeader("content-type")).startsWith("text/event-stream")) return;
  // The function does not know yet and may write once more.
  res.on("error", () => {});
  res.end(() => res.socket?.destroySoon());
}

function listen(
  server: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
