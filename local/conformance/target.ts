import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { Firestore, type Query, type Settings } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe } from "vitest";
import { createEngine } from "../src/firestore/engine/create-engine.ts";
import type { Engine } from "../src/firestore/engine.ts";
import type { Caller } from "../src/firestore/protocol.ts";
import { type FirestoreServer, startFirestoreServer } from "../src/firestore/wire/server.ts";
import { openStorage } from "../src/storage.ts";

/** FIRESTORE_CONFORMANCE_HOST=host:port runs these suites on the official emulator, or on any other server. */
export const OTHER_SERVER = process.env.FIRESTORE_CONFORMANCE_HOST;

export const PROJECT_ID = "demo-conformance";

export interface Target {
  host: string;
  port: number;
  close(): Promise<void>;
}

export async function openTarget(): Promise<Target> {
  process.env.METADATA_SERVER_DETECTION = "none";
  const target = OTHER_SERVER === undefined ? await startEmbedded() : parseHost(OTHER_SERVER);
  process.env.FIRESTORE_EMULATOR_HOST = `${target.host}:${target.port}`;
  return target;
}

function parseHost(text: string): Target {
  const { hostname, port } = new URL(`http://${text}`);
  return { host: hostname, port: Number(port), close: async () => {} };
}

async function startEmbedded(): Promise<Target> {
  const engine = openEngine();
  const server = await serve(engine, 0);
  return {
    host: server.host,
    port: server.port,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}

export function openEngine(): Engine {
  return createEngine({ storage: openStorage(null), projectId: PROJECT_ID, accessPolicy: OPEN });
}

/** Everybody may do everything: rules have suites of their own. */
const OPEN = { checkGet: () => {}, checkList: () => {}, checkWrites: () => {} };

export function serve(engine: Engine, port: number): Promise<FirestoreServer> {
  return startFirestoreServer({
    engine,
    port,
    allowOwner: true,
    identify: (): Caller => ({ kind: "anonymous" }),
  });
}

const TRANSPORTS = ["gRPC", "REST"] as const;
type Transport = (typeof TRANSPORTS)[number];

/** The Admin SDK's client, after `openTarget`. */
export function adminClient(transport: Transport, settings: Settings = {}): Firestore {
  return transport === "gRPC"
    ? new Firestore({ projectId: PROJECT_ID, ...settings })
    : new Firestore({
        projectId: PROJECT_ID,
        preferRest: true,
        authClient: passThroughClient(),
        ...settings,
      });
}

/** A suite over each transport of the Admin SDK, `%s` in its name; the client is there once a test runs. */
export function describeAdminSdk(
  name: string,
  suite: (sdk: { readonly db: Firestore; transport: Transport }) => void,
): void {
  describe.each(TRANSPORTS)(name, (transport) => {
    let target: Target;
    let db: Firestore;
    beforeAll(async () => {
      target = await openTarget();
      db = adminClient(transport);
    });
    afterAll(async () => {
      await db.terminate();
      await target.close();
    });
    suite({
      transport,
      get db() {
        return db;
      },
    });
  });
}

/** A collection that no other test knows. */
export function freshCollection(db: Firestore): FirebaseFirestore.CollectionReference {
  return db.collection(`c-${randomUUID()}`);
}

export async function idsOf(query: Query): Promise<string[]> {
  return (await query.get()).docs.map(({ id }) => id);
}

/** Of the release that the Admin SDK itself uses: another one at the top of the tree lacks what it calls. */
function passThroughClient(): NonNullable<Settings["authClient"]> {
  const firestore = createRequire(
    createRequire(import.meta.url).resolve("@google-cloud/firestore"),
  );
  const { PassThroughClient } = createRequire(firestore.resolve("google-gax"))(
    "google-auth-library",
  );
  return new PassThroughClient();
}
