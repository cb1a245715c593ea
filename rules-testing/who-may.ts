import { readFileSync } from "node:fs";
import { initializeTestEnvironment, type RulesTestEnvironment } from "@firebase/rules-unit-testing";
import {
  collection,
  deleteDoc,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  type QueryConstraint,
  query,
  setDoc,
  setLogLevel,
  updateDoc,
  writeBatch,
} from "firebase/firestore";
import { afterAll, beforeAll, expect } from "vitest";
import { startRulesServer } from "../local/src/firestore/rules/testing/rules-server.ts";
import { DOCUMENTS, EVERYBODY, NOBODY, PEOPLE, type Who } from "./accounts.ts";

const RULES = readFileSync(new URL("../firestore.rules", import.meta.url), "utf8");
const INDEXES = JSON.parse(
  readFileSync(new URL("../firestore.indexes.json", import.meta.url), "utf8"),
);
const PROJECT = "demo-rules";

/** The embedded server, unless an emulator of Google's is named in the environment. */
async function startServer() {
  const [host, port] = (process.env.FIRESTORE_EMULATOR_HOST ?? "").split(":");
  if (host && port) return { host, port: Number(port), stop: async () => {} };
  return startRulesServer({ projectId: PROJECT, rules: RULES, indexes: INDEXES });
}

/** Two accounts under `firestore.rules`, for all tests of a file, and a database for each person who may try. */
export function setUpRules() {
  let environment: RulesTestEnvironment;
  let stopServer: () => Promise<void>;
  const databases = {} as Record<Who, Firestore>;

  beforeAll(async () => {
    setLogLevel("silent");
    const { host, port, stop } = await startServer();
    stopServer = stop;
    environment = await initializeTestEnvironment({
      projectId: PROJECT,
      firestore: { host, port, rules: RULES },
    });
    for (const who of EVERYBODY) databases[who] = databaseOf(PEOPLE[who]);
    await asServer(async (db) => {
      const batch = writeBatch(db);
      for (const [path, data] of Object.entries(DOCUMENTS)) batch.set(doc(db, path), data);
      await batch.commit();
    });
  });

  afterAll(async () => {
    await environment.cleanup();
    await stopServer();
  });

  function databaseOf(uid: string | null): Firestore {
    const context = uid
      ? environment.authenticatedContext(uid)
      : environment.unauthenticatedContext();
    return context.firestore() as unknown as Firestore;
  }

  async function asServer(work: (db: Firestore) => Promise<unknown>): Promise<void> {
    await environment.withSecurityRulesDisabled(async (context) => {
      await work(context.firestore() as unknown as Firestore);
    });
  }

  /** Who gets through; everybody else is refused for want of permission, and for nothing else. */
  async function whoMay(attempt: (db: Firestore) => Promise<unknown>): Promise<Who[]> {
    const verdicts = await Promise.all(
      EVERYBODY.map(async (who) => {
        try {
          await attempt(databases[who]);
          return true;
        } catch (error) {
          expect(error).toMatchObject({ code: "permission-denied" });
          return false;
        }
      }),
    );
    return EVERYBODY.filter((_, index) => verdicts[index]);
  }

  return {
    databases,
    databaseOf,
    asServer,
    whoMay,
    whoGets: (path: string) => whoMay((db) => getDoc(doc(db, path))),
    whoLists: (path: string, ...constraints: QueryConstraint[]) =>
      whoMay((db) => getDocs(query(collection(db, path), ...constraints))),
    async expectClosedToWrites(path: string): Promise<void> {
      const data = DOCUMENTS[path] ?? {};
      const beside = `${path}-new`;
      expect(await whoMay((db) => setDoc(doc(db, beside), data))).toEqual(NOBODY);
      expect(await whoMay((db) => setDoc(doc(db, path), { ...data, extra: 1 }))).toEqual(NOBODY);
      expect(await whoMay((db) => updateDoc(doc(db, path), { extra: 1 }))).toEqual(NOBODY);
      expect(await whoMay((db) => deleteDoc(doc(db, path)))).toEqual(NOBODY);
    },
  };
}
