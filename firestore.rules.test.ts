/** One file, long as it is: it pins the file beside it, block by block. */
import {
  collection,
  collectionGroup,
  type DocumentData,
  deleteDoc,
  deleteField,
  doc,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  onSnapshot,
  orderBy,
  type Query,
  type QueryConstraint,
  query,
  serverTimestamp,
  setDoc,
  updateDoc,
  where,
  writeBatch,
} from "firebase/firestore";
import { describe, expect, test } from "vitest";
import {
  ANSWERERS,
  CONVERSATION,
  MANAGERS,
  MEMBERS,
  memberOf,
  NOBODY,
  PEOPLE,
  type Who,
} from "./rules-testing/accounts.ts";
import { setUpRules } from "./rules-testing/who-may.ts";

const { asServer, databaseOf, databases, expectClosedToWrites, whoGets, whoLists, whoMay } =
  setUpRules();

const PAGE = limit(1000);
const OVER = limit(1001);

describe("accounts/{accountId}", () => {
  const path = "accounts/acme";
  test("is read by its members", async () => {
    expect(await whoGets(path)).toEqual(MEMBERS);
  });
  test("is never listed, not even by its owner", async () => {
    expect(await whoLists("accounts", limit(1))).toEqual(NOBODY);
  });
  test("one that does not exist is refused as one that is another's", async () => {
    expect(await whoGets("accounts/absent")).toEqual(NOBODY);
  });
  test("is written by nobody, balance least of all", async () => {
    await expectClosedToWrites(path);
    expect(await whoMay((db) => updateDoc(doc(db, path), { balance: 9 }))).toEqual(NOBODY);
  });
});

describe("accounts/{accountId}/members/{uid}", () => {
  const path = "accounts/acme/members";
  test("are read by members", async () => {
    expect(await whoGets(`${path}/olga`)).toEqual(MEMBERS);
    expect(await whoLists(path, orderBy("joinedAt"), limit(200))).toEqual(MEMBERS);
  });
  test("nobody gives themselves a role", async () => {
    for (const [who, uid] of Object.entries(PEOPLE)) {
      if (uid === null) continue;
      const own = doc(databases[who as Who], `${path}/${uid}`);
      const promotion = setDoc(own, memberOf(uid, "owner"));
      await expect(promotion, who).rejects.toMatchObject({ code: "permission-denied" });
    }
    await expectClosedToWrites(`${path}/vera`);
  });
  test("somebody removed reads nothing any more", async () => {
    const removed = databaseOf("rita");
    await asServer((db) => setDoc(doc(db, `${path}/rita`), memberOf("rita", "admin")));
    await getDoc(doc(removed, "accounts/acme"));
    await asServer((db) => deleteDoc(doc(db, `${path}/rita`)));
    await expect(getDoc(doc(removed, "accounts/acme"))).rejects.toMatchObject({
      code: "permission-denied",
    });
  });
});

describe("memberships across accounts", () => {
  const membershipsOf = (db: Firestore, uid: string) =>
    query(collectionGroup(db, "members"), where("uid", "==", uid));

  test("are found by the person whose they are", async () => {
    const found = await getDocs(membershipsOf(databases.owner, "olga"));
    expect(found.docs.map((member) => member.ref.path)).toEqual([
      "accounts/acme/members/olga",
      "accounts/other/members/olga",
    ]);
    expect(await whoMay((db) => getDocs(membershipsOf(db, "olga")))).toEqual(["owner"]);
    expect(await whoMay((db) => getDocs(membershipsOf(db, "nina")))).toEqual([
      "a person of no account",
    ]);
  });
  test("are not found for everybody, for several people, or by role", async () => {
    const group = (db: Firestore) => collectionGroup(db, "members");
    const attempts: ((db: Firestore) => Query)[] = [
      (db) => group(db),
      (db) => query(group(db), where("uid", "in", ["olga", "adam", "anna", "vera", "otto"])),
      (db) => query(group(db), where("uid", ">=", "a")),
    ];
    for (const attempt of attempts) {
      expect(await whoMay((db) => getDocs(attempt(db)))).toEqual(NOBODY);
    }
  });
  test("are the only thing that is queried across accounts", async () => {
    for (const id of ["messages", "conversations", "devices", "webhooks", "ledger", "audit"]) {
      expect(await whoMay((db) => getDocs(query(collectionGroup(db, id), limit(1)))), id).toEqual(
        NOBODY,
      );
    }
  });
});

describe("accounts/{accountId}/devices/{deviceId}", () => {
  const path = "accounts/acme/devices";
  test("are read by members", async () => {
    expect(await whoGets(`${path}/dev_1`)).toEqual(MEMBERS);
    expect(await whoLists(path, orderBy("createdAt"), limit(100))).toEqual(MEMBERS);
  });
  test("are written by nobody", () => expectClosedToWrites(`${path}/dev_1`));
});

describe("accounts/{accountId}/messages/{messageId}", () => {
  const path = "accounts/acme/messages";
  test("are read by members", async () => {
    expect(await whoGets(`${path}/msg_1`)).toEqual(MEMBERS);
    expect(await whoGets(`${path}/absent`)).toEqual(MEMBERS);
  });
  test("are listed by members a page at a time", async () => {
    const newestFirst = orderBy("createdAt", "desc");
    const inThread = where("conversationId", "==", "con_1");
    expect(await whoLists(path, inThread, newestFirst, PAGE)).toEqual(MEMBERS);
    expect(await whoLists(path, where("status", "==", "failed"), newestFirst, PAGE)).toEqual(
      MEMBERS,
    );
    expect(await whoLists(path, newestFirst, OVER)).toEqual(NOBODY);
    expect(await whoLists(path, newestFirst)).toEqual(NOBODY);
  });
  test("are counted by members, as far as a page goes", async () => {
    const counted = (db: Firestore, ...limits: QueryConstraint[]) =>
      getCountFromServer(query(collection(db, path), ...limits));
    expect(await whoMay((db) => counted(db, PAGE))).toEqual(MEMBERS);
    expect(await whoMay((db) => counted(db))).toEqual(NOBODY);
  });
  test("are watched by members; a stranger's listener ends", async () => {
    const stops: (() => void)[] = [];
    const watch = (db: Firestore) =>
      new Promise((resolve, reject) => {
        const page = query(collection(db, path), orderBy("createdAt", "desc"), PAGE);
        stops.push(onSnapshot(page, resolve, reject));
      });
    expect(await whoMay(watch)).toEqual(MEMBERS);
    for (const stop of stops) stop();
  });
  test("of another account stay closed to one who may read some", async () => {
    expect(await whoGets("accounts/other/messages/msg_2")).toEqual([
      "owner",
      "another account's owner",
    ]);
  });
  test("are written by nobody", () => expectClosedToWrites(`${path}/msg_1`));
});

describe("accounts/{accountId}/conversations/{conversationId}", () => {
  const path = "accounts/acme/conversations";
  const open = `${path}/con_1`;
  const mark = (change: DocumentData) =>
    whoMay((db) => updateDoc(doc(db, open), { unreadCount: 0, ...change }));

  test("are read by members", async () => {
    expect(await whoGets(open)).toEqual(MEMBERS);
  });
  test("are listed by members a page at a time", async () => {
    expect(await whoLists(path, PAGE)).toEqual(MEMBERS);
    const unread = [where("unreadCount", ">", 0), orderBy("unreadCount", "desc")];
    expect(await whoLists(path, ...unread, limit(200))).toEqual(MEMBERS);
    expect(await whoLists(path, OVER)).toEqual(NOBODY);
    expect(await whoLists(path)).toEqual(NOBODY);
  });
  test("are marked read by those who answer, and nothing else changes", async () => {
    expect(await mark({})).toEqual(ANSWERERS);
    const marked = await getDoc(doc(databases.viewer, open));
    expect(marked.data()).toEqual({ ...CONVERSATION, unreadCount: 0 });
    await asServer((db) => updateDoc(doc(db, open), { unreadCount: 3 }));
  });
  test.each([
    ["with one field more", { isArchived: true }],
    ["with a field that was not there", { readBy: "anna" }],
    ["with a field less", { assigneeId: deleteField() }],
    ["with a time", { updatedAt: serverTimestamp() }],
    ["inside the last message", { "lastMessage.preview": "" }],
    ["to another count", { unreadCount: 2 }],
    ["to a fraction's zero", { unreadCount: -0 }],
    ["to no count", { unreadCount: null }],
    ["by taking the count away", { unreadCount: deleteField() }],
  ])("are not changed %s", async (_how, change) => {
    expect(await mark(change)).toEqual(NOBODY);
  });
  test("are not marked together with a write that is refused", async () => {
    const both = (db: Firestore) =>
      writeBatch(db)
        .update(doc(db, open), { unreadCount: 0 })
        .update(doc(db, "accounts/acme"), { balance: 9 })
        .commit();
    expect(await whoMay(both)).toEqual(NOBODY);
    expect((await getDoc(doc(databases.owner, open))).get("unreadCount")).toBe(3);
  });
  test("are neither made nor removed nor changed otherwise", () => expectClosedToWrites(open));
});

describe.each([
  ["usage", "2026-11-22", MEMBERS],
  ["optOuts", "+14155550123", MEMBERS],
  ["templates", "tpl_1", MEMBERS],
  ["deliveries", "del_1", MANAGERS],
  ["ledger", "led_1", MANAGERS],
  ["audit", "aud_1", MANAGERS],
])("accounts/{accountId}/%s", (collectionId, id, readers) => {
  const path = `accounts/acme/${collectionId}`;
  test(`are read by ${readers.join(", ")}`, async () => {
    expect(await whoGets(`${path}/${id}`)).toEqual(readers);
  });
  test("are listed by them a page at a time", async () => {
    expect(await whoLists(path, PAGE)).toEqual(readers);
    expect(await whoLists(path, OVER)).toEqual(NOBODY);
    expect(await whoLists(path)).toEqual(NOBODY);
  });
  test("are written by nobody", () => expectClosedToWrites(`${path}/${id}`));
});

describe("accounts/{accountId}/webhooks/{webhookId}", () => {
  const path = "accounts/acme/webhooks";
  test("are read by owner and admin", async () => {
    expect(await whoGets(`${path}/whk_1`)).toEqual(MANAGERS);
    expect(await whoLists(path)).toEqual(MANAGERS);
  });
  test("are written by nobody", () => expectClosedToWrites(`${path}/whk_1`));
});

describe.each([
  "apiKeys/hash",
  "pairings/hash",
  "deviceTokens/hash",
  "invitations/hash",
  "phoneLinks/dev_1",
  "phoneLogins/login",
  "wakes/dev_1",
  "accounts/acme/idempotencyKeys/k",
  "anything/else",
])("%s", (path) => {
  const collectionPath = path.slice(0, path.lastIndexOf("/"));
  test("is read by nobody, not even by the account's owner", async () => {
    expect(await whoGets(path)).toEqual(NOBODY);
    expect(await whoLists(collectionPath, limit(1))).toEqual(NOBODY);
    expect(await whoLists(collectionPath, where("accountId", "==", "acme"), limit(1))).toEqual(
      NOBODY,
    );
  });
  test("is written by nobody", () => expectClosedToWrites(path));
});
