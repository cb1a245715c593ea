import { readFileSync } from "node:fs";
import { Firestore } from "firebase-admin/firestore";
import { createEngine } from "../../local/src/firestore/engine/create-engine.ts";
import type { Engine } from "../../local/src/firestore/engine.ts";
import { startFirestoreServer } from "../../local/src/firestore/wire/server.ts";
import { openStorage } from "../../local/src/storage.ts";

const PROJECT_ID = "demo-handset";

export interface EmbeddedFirestore {
  db: Firestore;
  engine: Engine;
}

let running: Promise<EmbeddedFirestore> | undefined;

/** One database in memory a test process, with the indexes that production has. Each test mints its own account in it. */
export function embeddedFirestore(): Promise<EmbeddedFirestore> {
  running ??= start();
  return running;
}

async function start(): Promise<EmbeddedFirestore> {
  process.env.METADATA_SERVER_DETECTION = "none";
  const engine = createEngine({
    storage: openStorage(null),
    projectId: PROJECT_ID,
    indexes: JSON.parse(readFileSync("firestore.indexes.json", "utf8")),
  });
  const { host, port } = await startFirestoreServer({
    engine,
    port: 0,
    allowOwner: true,
    identify: () => ({ kind: "anonymous" }),
  });
  process.env.FIRESTORE_EMULATOR_HOST = `${host}:${port}`;
  const db = new Firestore({ projectId: PROJECT_ID, ignoreUndefinedProperties: true });
  return { db, engine };
}
