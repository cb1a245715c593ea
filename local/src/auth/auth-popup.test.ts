/** The Web SDK in a real browser, with the stand-ins for Google's page and for gapi: no Internet. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../conformance/browser.ts";
import { type AuthBench, PROJECT, startAuthBench } from "./testing.ts";

const MODULES = fileURLToPath(new URL("../../../node_modules/", import.meta.url));
const ENTRIES: Record<string, string> = {
  "@firebase/app": "dist/esm/index.esm.js",
  "@firebase/auth": "dist/esm/index.js",
  "@firebase/component": "dist/esm/index.esm.js",
  "@firebase/logger": "dist/esm/index.esm.js",
  "@firebase/util": "dist/index.esm.js",
  idb: "build/index.js",
};
const IMPORTS = Object.fromEntries(
  Object.entries(ENTRIES).map(([name, entry]) => [name, `/modules/${join(name, entry)}`]),
);

const page = (authUrl: string) => `<!doctype html><title>Shop</title>
  <script src="${authUrl}/emulator/auth/gapi.js"></script>
  <script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
  <button id="popup">Sign in</button><button id="redirect">Redirect</button><output></output>
  <script type="module">
    import { initializeApp } from "@firebase/app";
    import * as sdk from "@firebase/auth";
    const auth = sdk.getAuth(initializeApp({ apiKey: "any", projectId: "${PROJECT}", authDomain: "x" }));
    sdk.connectAuthEmulator(auth, "${authUrl}" || location.origin, { disableWarnings: true });
    const google = new sdk.GoogleAuthProvider();
    const show = (text) => { document.querySelector("output").textContent = text; };
    const showUser = (result) => show(result ? result.user.email + " " + result.operationType : "nobody");
    document.getElementById("popup").onclick = () =>
      sdk.signInWithPopup(auth, google).then(showUser, (error) => show(error.code));
    document.getElementById("redirect").onclick = () => sdk.signInWithRedirect(auth, google);
    sdk.getRedirectResult(auth).then(showUser, (error) => show(error.code));
  </script>`;

let bench: AuthBench;
let browser: Browser;
let web: Server;
let origin: string;
/** Empty for sign-in at the page's own origin. */
let authUrl = "";

beforeAll(async () => {
  bench = await startAuthBench();
  web = createServer(async (req, res) => {
    if (bench.auth.handle(req, res, { allowOwner: false, allowStandIns: true })) return;
    const { pathname } = new URL(req.url ?? "/", "http://page");
    if (pathname === "/") {
      res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(authUrl));
      return;
    }
    const file = join(MODULES, pathname.replace("/modules/", ""));
    await readFile(file).then(
      (bytes) => res.writeHead(200, { "content-type": "text/javascript" }).end(bytes),
      () => res.writeHead(404).end(dirname(file)),
    );
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  browser = await launchBrowser();
}, 30_000);

afterAll(async () => {
  await browser?.close();
  web?.closeAllConnections();
  await new Promise((resolve) => web?.close(resolve));
  await bench?.close();
});

const shown = (tab: Page, text: string) =>
  tab.waitForFunction((wanted) => document.querySelector("output")?.textContent === wanted, text, {
    timeout: 10_000,
  });

async function fill(popup: Page, email: string) {
  expect(await popup.textContent("main")).toContain("This is not Google.");
  await popup.fill("#email", email);
  await popup.fill("#name", "Ada");
  await popup.click("text=Sign in as this person");
}

describe.each([
  ["the page's own origin", () => ""],
  ["another origin", () => bench.server.url],
])("sign-in at %s", (where, url) => {
  const email = `${where.length}@example.com`;

  test("takes who is typed into the popup, and offers them the next time", async () => {
    authUrl = url();
    const tab = await browser.newPage();
    await tab.goto(origin);
    await shown(tab, "nobody");
    let opened = tab.waitForEvent("popup");
    await tab.click("#popup");
    await fill(await opened, email);
    await shown(tab, `${email} signIn`);

    opened = tab.waitForEvent("popup");
    await tab.reload();
    await shown(tab, "nobody");
    await tab.click("#popup");
    await (await opened).click(`[data-email="${email}"]`);
    await shown(tab, `${email} signIn`);
    await tab.close();

    const { users } = (await bench.owner("/accounts:lookup", { email: [email] })).body;
    expect(users).toMatchObject([{ displayName: "Ada", emailVerified: true }]);
  }, 30_000);
});

test("sign-in by redirect comes back with who was typed", async () => {
  authUrl = "";
  const tab = await browser.newPage();
  await tab.goto(origin);
  await shown(tab, "nobody");
  await tab.click("#redirect");
  await tab.waitForURL(/emulator\/auth\/handler/u);
  await fill(tab, "redirected@example.com");
  await shown(tab, "redirected@example.com signIn");
  await tab.close();
}, 30_000);
