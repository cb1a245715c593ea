import { randomUUID } from "node:crypto";
import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  addDoc,
  Bytes,
  collection,
  collectionGroup,
  type DocumentData,
  deleteDoc,
  doc,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocs,
  increment,
  initializeFirestore,
  limit,
  onSnapshot,
  orderBy,
  type Query,
  type QuerySnapshot,
  query,
  runTransaction,
  serverTimestamp,
  setDoc,
  updateDoc,
  where,
  writeBatch,
} from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTarget, PROJECT_ID, type Target } from "./target.ts";

let target: Target;
let app: FirebaseApp;
let db: Firestore;

beforeAll(async () => {
  target = await openTarget();
  app = initializeApp({ projectId: PROJECT_ID, apiKey: "none" }, randomUUID());
  db = initializeFirestore(app, { host: `${target.host}:${target.port}`, ssl: false });
});

afterAll(async () => {
  await deleteApp(app);
  await target.close();
});

function fresh() {
  return collection(db, `w-${randomUUID()}`);
}

/** Resolves with the first snapshot that the server has confirmed and `isWanted` takes. */
function confirmed(
  source: Query,
  isWanted: (snapshot: QuerySnapshot<DocumentData>) => boolean,
): Promise<QuerySnapshot<DocumentData>> {
  return new Promise((resolve, reject) => {
    const stop = onSnapshot(
      source,
      { includeMetadataChanges: true },
      (snapshot) => {
        const { fromCache, hasPendingWrites } = snapshot.metadata;
        if (fromCache || hasPendingWrites || !isWanted(snapshot)) return;
        stop();
        resolve(snapshot);
      },
      reject,
    );
  });
}

describe("the Web SDK in Node", () => {
  test("writes, reads, updates and deletes a document", async () => {
    const ref = doc(fresh());
    await setDoc(ref, {
      text: "grüße 👋🏽",
      n: 1,
      bytes: Bytes.fromUint8Array(new Uint8Array([255])),
    });
    await updateDoc(ref, { n: increment(4), at: serverTimestamp() });
    const data = (await getDoc(ref)).data();
    expect(data).toMatchObject({ text: "grüße 👋🏽", n: 5 });
    expect(data?.bytes.toBase64()).toBe("/w==");
    expect(Math.abs(data?.at.toMillis() - Date.now())).toBeLessThan(60_000);
    await deleteDoc(ref);
    expect((await getDoc(ref)).exists()).toBe(false);
  });

  test("queries by filter, order and limit, and counts", async () => {
    const people = fresh();
    const batch = writeBatch(db);
    for (const n of [3, 1, 2]) batch.set(doc(people, `d${n}`), { n, even: n % 2 === 0 });
    await batch.commit();
    const odd = query(people, where("even", "==", false));
    expect((await getDocs(odd)).docs.map(({ id }) => id)).toEqual(["d1", "d3"]);
    const first = query(people, orderBy("n", "desc"), limit(2));
    expect((await getDocs(first)).docs.map(({ id }) => id)).toEqual(["d3", "d2"]);
    expect((await getCountFromServer(odd)).data().count).toBe(2);
  });

  test("hears of what others write, and of its own writes twice: at once and confirmed", async () => {
    const messages = fresh();
    const seen: [string[], boolean][] = [];
    const stop = onSnapshot(messages, { includeMetadataChanges: true }, (snapshot) => {
      const texts = snapshot.docs.map((item) => item.get("text"));
      seen.push([texts, snapshot.metadata.hasPendingWrites]);
    });
    await confirmed(messages, ({ empty }) => empty);
    await addDoc(messages, { text: "hello" });
    await confirmed(messages, ({ size }) => size === 1);
    stop();
    expect(seen).toContainEqual([["hello"], true]);
    expect(seen.at(-1)).toEqual([["hello"], false]);
  });

  test("multiplexes targets and hears of each what concerns it", async () => {
    const root = fresh();
    const group = `g-${root.id}`;
    const open = query(root, where("open", "==", true));
    const top = query(root, orderBy("n", "desc"), limit(1));
    const all = collectionGroup(db, group);
    const waiting = [
      confirmed(open, ({ size }) => size === 1),
      confirmed(top, ({ docs }) => docs[0]?.id === "b"),
      confirmed(all, ({ size }) => size === 1),
    ];
    const batch = writeBatch(db);
    batch.set(doc(root, "a"), { n: 1, open: true });
    batch.set(doc(root, "b"), { n: 2, open: false });
    batch.set(doc(root, "a", group, "x"), { n: 3 });
    await batch.commit();
    const ids = (await Promise.all(waiting)).map(({ docs }) => docs.map(({ id }) => id));
    expect(ids).toEqual([["a"], ["b"], ["x"]]);
  });

  test("runs transactions, and again when it lost a race", async () => {
    const ref = doc(fresh());
    await setDoc(ref, { n: 0 });
    let runs = 0;
    await runTransaction(db, async (tx) => {
      runs += 1;
      const n = (await tx.get(ref)).get("n");
      if (runs === 1) await setDoc(ref, { n: 10 });
      tx.update(ref, { n: n + 1 });
    });
    expect([runs, (await getDoc(ref)).get("n")]).toEqual([2, 11]);
  });

  test("a transaction that only read is refused when what it read has changed", async () => {
    const source = fresh();
    const read = doc(source, "read");
    const written = doc(source, "written");
    await setDoc(read, { n: 0 });
    let runs = 0;
    await runTransaction(db, async (tx) => {
      runs += 1;
      const n = (await tx.get(read)).get("n");
      if (runs === 1) await setDoc(read, { n: 1 });
      tx.set(written, { n });
    });
    expect([runs, (await getDoc(written)).get("n")]).toEqual([2, 1]);
  });

  test("reports a refused write by its code and keeps what went before and after", async () => {
    const notes = fresh();
    await setDoc(doc(notes, "one"), { n: 1 });
    const refused = updateDoc(doc(notes, "missing"), { n: 1 }).catch(({ code }) => code);
    const landed = setDoc(doc(notes, "two"), { n: 2 });
    expect(await refused).toBe("not-found");
    await landed;
    expect((await getDocs(notes)).docs.map(({ id }) => id)).toEqual(["one", "two"]);
  });
});
