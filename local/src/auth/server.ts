import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Auth } from "./auth.ts";
import { notFound } from "./errors.ts";
import { sendError, sendJson } from "./wire.ts";

export interface AuthServerOptions {
  auth: Auth;
  /** Loopback only: this port takes the Admin SDK's token. */
  host?: string;
  /** 9099 is the emulators' usual one; 0 takes any. */
  port: number;
}

export interface AuthServer {
  /** As `FIREBASE_AUTH_EMULATOR_HOST` wants it: `127.0.0.1:9099`. */
  host: string;
  /** As `connectAuthEmulator` wants it. */
  url: string;
  port: number;
  close(): Promise<void>;
}

export async function startAuthServer({
  auth,
  host = "127.0.0.1",
  port,
}: AuthServerOptions): Promise<AuthServer> {
  const server = createServer((req, res) => {
    if (auth.handle(req, res, { allowOwner: true })) return;
    if (req.method === "GET" && req.url === "/")
      sendJson(res, 200, { authEmulator: { ready: true } });
    else sendError(res, notFound());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const authority = `${host.includes(":") ? `[${host}]` : host}:${bound}`;
  return {
    host: authority,
    url: `http://${authority}`,
    port: bound,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
      }),
  };
}
