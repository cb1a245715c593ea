import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type BackendOptions, createBackend } from "./backend.ts";
import { answerEmulator, type EmulatorControls } from "./emulator-endpoints.ts";
import { createGrpcService } from "./grpc-service.ts";
import { createHttpListener, parseUrl, refuseUnknown } from "./http.ts";
import { allowOrigin, answerPreflight } from "./http-exchange.ts";
import { sniffProtocol } from "./sniff-protocol.ts";

export interface FirestoreServerOptions extends BackendOptions {
  /** Default 127.0.0.1. */
  host?: string;
  port: number;
  /** What `@firebase/rules-unit-testing` asks an emulator for. */
  emulator?: EmulatorControls;
}

export interface FirestoreServer {
  host: string;
  port: number;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 120_000;

/** One port for SDKs: gRPC over cleartext HTTP/2, REST and WebChannel over HTTP/1.1. */
export async function startFirestoreServer(
  options: FirestoreServerOptions,
): Promise<FirestoreServer> {
  const { host = "127.0.0.1", port } = options;
  const backend = createBackend(options);
  const grpc = createGrpcService(backend);
  const listener = createHttpListener(backend);
  const httpServer = createHttpServer((req, res) => {
    const answer = listener.handle(req, res);
    if (answer === false) void answerOther(options, req, res);
  });
  httpServer.requestTimeout = 0;
  // Longer than clients keep a connection for reuse, so that none is closed under a request on its way.
  httpServer.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    sniffProtocol(socket, {
      grpc: () => grpc.take(socket),
      http: () => httpServer.emit("connection", socket),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    async close() {
      listener.close();
      backend.dispatcher.close();
      grpc.close();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      httpServer.close();
      await closed;
    },
  };
}

async function answerOther(
  { emulator }: FirestoreServerOptions,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = parseUrl(req.url ?? "/")?.path ?? "";
  allowOrigin(req, res);
  if (req.method === "OPTIONS") answerPreflight(req, res);
  else if (path === "/" && req.method === "GET") res.writeHead(200).end("Ok\n");
  else if (emulator !== undefined && path.startsWith("/emulator/v1/")) {
    await answerEmulator(emulator, path, req, res);
  } else refuseUnknown(res, path);
}
