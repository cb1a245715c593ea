import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import { collection, doc, getDoc, getDocs, query, setDoc, where } from "firebase/firestore";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEngine } from "../src/firestore/engine/create-engine.ts";
import type { Caller } from "../src/firestore/protocol.ts";
import { createAccessPolicy } from "../src/firestore/rules/policy.ts";
import { parseRules } from "../src/firestore/rules/ruleset.ts";
import { startFirestoreServer } from "../src/firestore/wire/server.ts";
import { openStorage } from "../src/storage.ts";
import { OTHER_SERVER } from "./target.ts";

/** Its own: this suite clears the database. */
const PROJECT_ID = "demo-conformance-rules";
const NOTHING = "rules_version = '2'; service cloud.firestore { }";
const RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /notes/{note} {
      allow read: if request.auth != null && resource.data.owner == request.auth.uid;
      allow create: if request.resource.data.owner == request.auth.uid;
    }
  }
}`;

let environment: RulesTestEnvironment;
let close = async () => {};

beforeAll(async () => {
  const address = OTHER_SERVER ?? (await startEmbedded());
  const { hostname: host, port } = new URL(`http://${address}`);
  const firestore = { host, port: Number(port), rules: RULES };
  environment = await initializeTestEnvironment({ projectId: PROJECT_ID, firestore });
});

afterAll(async () => {
  await environment?.cleanup();
  await close();
});

async function startEmbedded(): Promise<string> {
  const policy = createAccessPolicy(parseRules(NOTHING), { projectId: PROJECT_ID });
  const engine = createEngine({
    storage: openStorage(null),
    projectId: PROJECT_ID,
    accessPolicy: policy,
  });
  const server = await startFirestoreServer({
    engine,
    port: 0,
    allowOwner: true,
    identify: readMockToken,
    emulator: {
      setRules: (source) => policy.replaceRuleset(parseRules(source)),
      clear: () => engine.clear(),
    },
  });
  close = async () => {
    await server.close();
    await engine.close();
  };
  return `${server.host}:${server.port}`;
}

/** The tokens of this library are unsigned: only a test may believe them. */
function readMockToken(authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: "anonymous" };
  const payload = authorization.split(".")[1] ?? "";
  const token = JSON.parse(Buffer.from(payload, "base64url").toString());
  return { kind: "user", uid: token.sub, token };
}

describe("@firebase/rules-unit-testing", () => {
  beforeEach(async () => {
    await environment.clearFirestore();
    await environment.withSecurityRulesDisabled(async (context) => {
      await setDoc(doc(context.firestore(), "notes/mine"), { owner: "alice" });
      await setDoc(doc(context.firestore(), "notes/other"), { owner: "bob" });
    });
  });

  test("permits and denies reads of one document, by who asks", async () => {
    const note = (db: ReturnType<RulesTestEnvironment["authenticatedContext"]>) =>
      getDoc(doc(db.firestore(), "notes/mine"));
    await assertSucceeds(note(environment.authenticatedContext("alice")));
    await assertFails(note(environment.authenticatedContext("bob")));
    await assertFails(note(environment.unauthenticatedContext()));
  });

  test("permits a query that the rules prove, and denies it one constraint less", async () => {
    const notes = collection(environment.authenticatedContext("alice").firestore(), "notes");
    const mine = await assertSucceeds(getDocs(query(notes, where("owner", "==", "alice"))));
    expect(mine.docs.map(({ id }) => id)).toEqual(["mine"]);
    await assertFails(getDocs(notes));
    await assertFails(getDocs(query(notes, where("owner", "==", "bob"))));
  });

  test("permits and denies writes, and clears between tests", async () => {
    const db = environment.authenticatedContext("alice").firestore();
    await assertSucceeds(setDoc(doc(db, "notes/new"), { owner: "alice" }));
    await assertFails(setDoc(doc(db, "notes/forged"), { owner: "bob" }));
    await assertFails(setDoc(doc(db, "notes/mine"), { owner: "alice", changed: true }));
    await environment.withSecurityRulesDisabled(async (context) => {
      const all = await getDocs(collection(context.firestore(), "notes"));
      expect(all.docs.map(({ id }) => id)).toEqual(["mine", "new", "other"]);
    });
  });
});
