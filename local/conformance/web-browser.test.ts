import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../src/firestore/engine.ts";
import type { FirestoreServer } from "../src/firestore/wire/server.ts";
import { launchBrowser } from "./browser.ts";
import { type SdkPage, servePage } from "./sdk-page.ts";
import { openEngine, PROJECT_ID, serve } from "./target.ts";

declare global {
  interface Window {
    sdk: typeof import("firebase/app") & typeof import("firebase/firestore");
    db: import("firebase/firestore").Firestore;
    shown: Record<string, unknown>[];
  }
}

const SETTINGS = {
  default: {},
  "forced long polling": { experimentalForceLongPolling: true },
  "long polling of five seconds": {
    experimentalForceLongPolling: true,
    experimentalLongPollingOptions: { timeoutSeconds: 5 },
  },
  "streams by XMLHttpRequest": { useFetchStreams: false },
  "no detection of long polling": { experimentalAutoDetectLongPolling: false },
};

let engine: Engine;
let server: FirestoreServer;
let page: SdkPage;
let browser: Browser;

beforeAll(async () => {
  engine = openEngine();
  server = await serve(engine, 0);
  page = await servePage();
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await page?.close();
  await server?.close();
  await engine?.close();
});

async function openPage(settings: object): Promise<Page> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(page.url);
  await tab.waitForFunction(() => window.sdk !== undefined);
  const host = `127.0.0.1:${server.port}`;
  await tab.evaluate(
    ([projectId, all]) => {
      const { initializeApp, initializeFirestore } = window.sdk;
      window.db = initializeFirestore(initializeApp({ projectId, apiKey: "none" }), all);
    },
    [PROJECT_ID, { host, ssl: false, ...settings }] as const,
  );
  return tab;
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

function untilShown(tab: Page, texts: string[], timeout = 10_000): Promise<unknown> {
  return tab.waitForFunction(
    (wanted) => JSON.stringify(window.shown?.map(({ text }) => text)) === wanted,
    JSON.stringify(texts),
    { timeout },
  );
}

async function writeNote(path: string, id: string, n: number, text: string): Promise<void> {
  const name = `projects/${PROJECT_ID}/databases/(default)/documents/${path}/${id}`;
  const fields = { n: { integerValue: String(n) }, text: { stringValue: text } };
  await engine.commit({ writes: [{ update: { name, fields } }] }, { kind: "owner" });
}

describe.each(Object.entries(SETTINGS))("the Web SDK in a browser, %s", (_, settings) => {
  test("writes, reads, queries, counts and runs transactions", { timeout: 20_000 }, async () => {
    const tab = await openPage(settings);
    const result = await tab.evaluate(async (path) => {
      const sdk = window.sdk;
      const notes = sdk.collection(window.db, path);
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
    }, `b-${randomUUID()}`);
    expect(result).toEqual({
      data: [["первая", 4, "grüße 👋🏽 日本"]],
      count: 2,
      refused: "not-found",
    });
    await tab.context().close();
  });

  test("shows what others write, in any script, without being asked", {
    timeout: 30_000,
  }, async () => {
    const path = `b-${randomUUID()}`;
    const tab = await openPage(settings);
    await writeNote(path, "a", 1, "schon da");
    await showCollection(tab, path);
    await untilShown(tab, ["schon da"]);
    await writeNote(path, "b", 2, "日本語 👋🏽");
    await untilShown(tab, ["schon da", "日本語 👋🏽"]);
    await writeNote(path, "b", 0, "ü".repeat(5000));
    await untilShown(tab, ["ü".repeat(5000), "schon da"]);
    await tab.context().close();
  });
});

describe("the Web SDK in a browser whose server goes away", () => {
  test("goes on by itself and misses nothing, deletions included", {
    timeout: 60_000,
  }, async () => {
    const path = `b-${randomUUID()}`;
    await writeNote(path, "gone", 1, "gone");
    await writeNote(path, "kept", 2, "kept");
    const tab = await openPage({});
    await showCollection(tab, path);
    await untilShown(tab, ["gone", "kept"]);
    await server.close();
    await tab.evaluate((name) => {
      const { collection, doc, setDoc } = window.sdk;
      void setDoc(doc(collection(window.db, name), "mine"), { n: 3, text: "written offline" });
    }, path);
    await writeNote(path, "new", 4, "new");
    const name = `projects/${PROJECT_ID}/databases/(default)/documents/${path}/gone`;
    await engine.commit({ writes: [{ delete: name }] }, { kind: "owner" });
    server = await serve(engine, server.port);
    await untilShown(tab, ["kept", "written offline", "new"], 50_000);
    await tab.context().close();
  });
});
