import { request } from "node:http";
import { afterAll, beforeAll } from "vitest";
import { openStorage } from "../../../storage.ts";
import { createEngine } from "../../engine/create-engine.ts";
import type { AccessPolicy, Engine } from "../../engine.ts";
import { FirestoreError } from "../../errors.ts";
import type { Caller } from "../../protocol.ts";
import type { EmulatorControls } from "../emulator-endpoints.ts";
import { startFirestoreServer } from "../server.ts";
import { PROJECT_ID } from "./listening-client.ts";

export interface WireServer {
  readonly engine: Engine;
  readonly port: number;
}

interface WireServerOptions {
  allowOwner?: boolean;
  emulator?: EmulatorControls;
}

/** Only `u1` may read and write, and only outside `secret`. */
const policy: AccessPolicy = {
  checkGet: (caller, name) => check(caller, name),
  checkList: (caller, parent, query) => check(caller, `${parent}/${query.from[0]?.collectionId}`),
  checkWrites: (caller, changes) => {
    for (const { name } of changes) check(caller, name);
  },
};

function check(caller: Caller, name: string): void {
  if (caller.kind === "user" && !name.includes("/secret")) return;
  throw new FirestoreError("PERMISSION_DENIED", "Missing or insufficient permissions.");
}

/** `Bearer u1` is a user's token, none is anonymous, any other is unknown. */
export function identify(authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: "anonymous" };
  if (authorization === "Bearer u1") return { kind: "user", uid: "u1", token: {} };
  throw new FirestoreError("UNAUTHENTICATED", "The token is not known.");
}

export function openWireEngine(): Engine {
  return createEngine({
    storage: openStorage(null),
    projectId: PROJECT_ID,
    accessPolicy: policy,
  });
}

export async function startWireServer(
  options: WireServerOptions = {},
): Promise<WireServer & { close(): Promise<void> }> {
  const engine = openWireEngine();
  const server = await startFirestoreServer({ engine, port: 0, identify, ...options });
  return {
    engine,
    port: server.port,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}

/** One server for all tests of a file, from the first to the last of them. */
export function setUpWireServer(options: WireServerOptions = {}): WireServer {
  let started: Awaited<ReturnType<typeof startWireServer>>;
  beforeAll(async () => {
    started = await startWireServer(options);
  });
  afterAll(() => started.close());
  return {
    get engine() {
      return started.engine;
    },
    get port() {
      return started.port;
    },
  };
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json(): unknown;
}

/** As `fetch`, but the path is sent as it is and browser headers may be set. */
export function send(
  server: { port: number },
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: unknown; onData?(text: string): void } = {},
): Promise<Answer> {
  const { headers = {}, body, onData } = options;
  return new Promise((resolve, reject) => {
    const req = request({ port: server.port, host: "127.0.0.1", method, path, headers }, (res) => {
      let text = "";
      res.setEncoding("utf8");
      res.on("data", (chunk: string) => {
        text += chunk;
        onData?.(text);
      });
      res.on("error", reject);
      res.on("end", () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text,
          json: () => JSON.parse(text),
        }),
      );
    });
    req.on("error", reject);
    req.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
  });
}
