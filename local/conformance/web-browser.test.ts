import { randomUUID } from "node:crypto";
import type { Firestore } from "@google-cloud/firestore";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type SdkPage, servePage } from "./sdk-page.ts";
import { adminClient, openEngine, openTarget, PROJECT_ID, serve, type Target } from "./target.ts";

declare global {
  interface Window {
    sdk: typeof import("firebase/app") & typeof import("firebase/firestore");
    db: import("firebase/firestore").Firestore;
    shown: Record<string, unknown>[];
  }
}

/** `CI` is what the SDK asks for: 1 for a poll that ends with its first message. The default tries and decides. */
const SETTINGS: Record<string, { settings: object; polls: string[] }> = {
  "by default": { settings: {}, polls: ["0", "1"] },
  "by long polls": { settings: { experimentalForceLongPolling: true }, polls: ["1"] },
  "by long polls of five seconds": {
    settings: {
      experimentalForceLongPolling: true,
      experimentalLongPollingOptions: { timeoutSeconds: 5 },
    },
    polls: ["1"],
  },
  "by XMLHttpRequest": { settings: { useFetchStreams: false }, polls: ["0", "1"] },
  "by streams alone": { settings: { experimentalAutoDetectLongPolling: false }, polls: ["0"] },
};

let target: Target;
let admin: Firestore;
let page: SdkPage;
let browser: Browser;

beforeAll(async () => {
  target = await openTarget();
  admin = adminClient("gRPC");
  page = await servePage();
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await page?.close();
  await admin?.terminate();
  await target?.close();
});

type Place = Pick<Target, "host" | "port">;

async function openPage(place: Place, settings: object, isPersistent = false): Promise<Page> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await openDatabase(tab, place, settings, isPersistent);
  return tab;
}

async function openDatabase(
  tab: Page,
  { host, port }: Place,
  settings: object,
  isPersistent: boolean,
): Promise<void> {
  await tab.goto(page.url);
  await tab.waitForFunction(() => window.sdk !== undefined);
  await tab.evaluate(
    ([projectId, all, keeps]) => {
      const { initializeApp, initializeFirestore, persistentLocalCache } = window.sdk;
      const app = initializeApp({ projectId, apiKey: "none" });
      window.db = initializeFirestore(app, {
        ...all,
        ...(keeps && { localCache: persistentLocalCache() }),
      });
    },
    [PROJECT_ID, { host: `${host}:${port}`, ssl: false, ...settings }, isPersistent] as const,
  );
}

/** Keeps `window.shown` what the page would show of a collection. */
async function showCollection(tab: Page, path: string): Promise<void> {
  await tab.evaluate((name) => {
    const { collection, onSnapshot, orderBy, query } = window.sdk;
    onSnapshot(query(collection(window.db, name), orderBy("n")), (snapshot) => {
      if (!snapshot.metadata.fromCache) window.shown = snapshot.docs.map((item) => item.data());
    });
  }, path);
}

function untilShown(tab: Page, texts: string[], timeout = 20_000): Promise<unknown> {
  return tab.waitForFunction(
    (wanted) => JSON.stringify(window.shown?.map(({ text }) => text)) === wanted,
    JSON.stringify(texts),
    { timeout },
  );
}

describe.each(Object.entries(SETTINGS))(
  "the Web SDK in a browser, %s",
  (_, { settings, polls }) => {
    let tab: Page;
    const path = `b-${randomUUID()}`;
    const asked = new Set<string>();
    beforeAll(async () => {
      tab = await openPage(target, settings);
      tab.on("request", (request) => {
        const ci = new URL(request.url()).searchParams.get("CI");
        if (ci !== null) asked.add(ci);
      });
    });
    afterAll(() => tab?.context().close());

    test("writes, reads, queries, counts and runs transactions", async () => {
      const result = await tab.evaluate(async (name) => {
        const sdk = window.sdk;
        const notes = sdk.collection(window.db, name);
        const first = sdk.doc(notes, "первая");
        await sdk.setDoc(first, { n: 1, text: "grüße 👋🏽 日本" });
        await sdk.updateDoc(first, { n: sdk.increment(2), at: sdk.serverTimestamp() });
        await sdk.addDoc(notes, { n: 7, text: "second" });
        await sdk.runTransaction(window.db, async (tx) => {
          const n = (await tx.get(first)).get("n");
          tx.update(first, { n: n + 1 });
        });
        const refused = await sdk
          .updateDoc(sdk.doc(notes, "missing"), { n: 1 })
          .catch((error: { code: string }) => error.code);
        const found = await sdk.getDocs(sdk.query(notes, sdk.where("n", "<", 7)));
        const count = (await sdk.getCountFromServer(notes)).data().count;
        const data = found.docs.map((item) => [item.id, item.get("n"), item.get("text")]);
        return { data, count, refused };
      }, path);
      expect(result).toEqual({
        data: [["первая", 4, "grüße 👋🏽 日本"]],
        count: 2,
        refused: "not-found",
      });
    });

    test("shows what others write, in any script, without being asked", async () => {
      const notes = admin.collection(`${path}-live`);
      await notes.doc("a").set({ n: 1, text: "schon da" });
      await showCollection(tab, notes.id);
      await untilShown(tab, ["schon da"]);
      await notes.doc("b").set({ n: 2, text: "日本語 👋🏽" });
      await untilShown(tab, ["schon da", "日本語 👋🏽"]);
      await notes.doc("b").set({ n: 0, text: "ü".repeat(5000) });
      await untilShown(tab, ["ü".repeat(5000), "schon da"]);
      expect(polls).toEqual(expect.arrayContaining([...asked]));
      expect(asked.size).toBeGreaterThan(0);
    });
  },
);

describe("the Web SDK in a browser that keeps what it saw", () => {
  test("catches up after it was closed, deletions included", async () => {
    const notes = admin.collection(`b-${randomUUID()}`);
    for (const n of [1, 2, 3]) await notes.doc(`d${n}`).set({ n, text: `first ${n}` });
    const tab = await openPage(target, {}, true);
    await showCollection(tab, notes.id);
    await untilShown(tab, ["first 1", "first 2", "first 3"]);
    await tab.evaluate(() => window.sdk.terminate(window.db));
    await notes.doc("d1").delete();
    await notes.doc("d2").set({ n: 2, text: "changed" });
    await notes.doc("d4").set({ n: 4, text: "new" });
    await openDatabase(tab, target, {}, true);
    await showCollection(tab, notes.id);
    await untilShown(tab, ["changed", "first 3", "new"]);
    await tab.context().close();
  });
});

describe("the Web SDK in a browser whose server goes away", () => {
  test("goes on by itself and misses nothing, deletions included", {
    timeout: 60_000,
  }, async () => {
    const engine = openEngine();
    const path = `b-${randomUUID()}`;
    const root = `projects/${PROJECT_ID}/databases/(default)/documents/${path}`;
    const write = (id: string, n: number) => {
      const fields = { n: { integerValue: String(n) }, text: { stringValue: id } };
      return engine.commit({ writes: [{ update: { name: `${root}/${id}`, fields } }] }, OWNER);
    };
    await write("gone", 1);
    await write("kept", 2);
    const first = await serve(engine, 0);
    const tab = await openPage(first, {});
    await showCollection(tab, path);
    await untilShown(tab, ["gone", "kept"]);
    await first.close();
    await tab.evaluate((name) => {
      const { collection, doc, setDoc } = window.sdk;
      void setDoc(doc(collection(window.db, name), "mine"), { n: 3, text: "written offline" });
    }, path);
    await write("new", 4);
    await engine.commit({ writes: [{ delete: `${root}/gone` }] }, OWNER);
    const second = await serve(engine, first.port);
    await untilShown(tab, ["kept", "written offline", "new"], 50_000);
    await tab.context().close();
    await second.close();
    await engine.close();
  });
});

const OWNER = { kind: "owner" } as const;
