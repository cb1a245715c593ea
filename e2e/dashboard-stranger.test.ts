import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../web/src/database.ts";
import { launchBrowser, openVisitor, seen } from "./browser.ts";
import { demoOwner, openAccount, signIn, signUp } from "./dashboard.ts";
import { type Machine, reaches, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const MALLORY = { name: "Mallory", email: "mallory@example.com", password: "a long secret" };
/** Of an account, as the rules name them. */
const COLLECTIONS = [...readFileSync("firestore.rules", "utf8").matchAll(/match \/(\w+)\/\{/g)]
  .map(([, name]) => name ?? "")
  .filter((name) => name !== "databases" && name !== "accounts");
/** No browser reads these, whosever they are. */
const CLOSED = [
  ...["apiKeys", "pairings", "deviceTokens", "invitations", "webhookSecrets"],
  ...["phoneLinks", "phoneLogins", "wakes", "billing", "topUpRequests", "stripeEvents"],
];

const dataDir = temporaryFolder();
let machine: Machine;
let browser: Browser;
let owner: Page;
let stranger: Page;
let strangersKey: string;
let message: { id: string; conversation_id: string };

beforeAll(async () => {
  [machine, browser] = await Promise.all([startMachine(dataDir), launchBrowser()]);
  ({ page: owner } = await openVisitor(browser, machine.url));
  ({ page: stranger } = await openVisitor(browser, machine.url));
  await signIn(owner, demoOwner(dataDir));
  await stranger.goto("/sign-up");
  await signUp(stranger, MALLORY);
  strangersKey = (await openAccount(stranger, "Mallory's")).key;
  await seen(stranger.getByRole("heading", { name: "What we see" }));
  const { body } = await machine.api("/send", {
    body: { to: machine.numbers.delivered, message: "Between us" },
  });
  message = await reaches(machine, body.id, "delivered");
});

afterAll(async () => {
  await browser?.close();
  await machine?.stop();
  removeFolder(dataDir);
});

/** What each attempt came to: `done`, or the code of the refusal. */
type Outcomes = Record<string, string>;

interface Attempts {
  collections: string[];
  /** Read and counted, not listened to: what the page shows already would come from its cache. */
  shown?: string[];
  documents: string[];
  conversation?: string;
}

/** With the page's own SDK, signed in as it is. */
async function attempt(page: Page, attempts: Attempts): Promise<Outcomes> {
  const database = await page.evaluateHandle<Database>(`(async () => {
    const files = performance.getEntriesByType("resource").map((entry) => entry.name);
    const sdk = await import(files.find((name) => /\\/assets\\/firestore-[^/]*\\.js$/.test(name)));
    return sdk.createDatabase(await (await fetch("/__/firebase/init.json")).json());
  })()`);
  return database.evaluate(async (db, { collections, shown = [], documents, conversation }) => {
    const schema = { safeParse: (data: unknown) => ({ success: true, data }) } as never;
    const outcomes: Outcomes = {};
    const note = async (name: string, work: Promise<unknown>) => {
      outcomes[name] = await work.then(
        () => "done",
        (error: { code: string }) => error.code,
      );
    };
    await Promise.all([
      ...[...collections, ...shown].flatMap((path) => [
        note(`list ${path}`, db.readCollection({ path, schema, orderBy: [], limit: 5 })),
        note(`count ${path}`, db.countCollection({ path, orderBy: [] })),
      ]),
      ...collections.map((path) =>
        note(
          `watch ${path}`,
          new Promise((next, error) => {
            db.watchCollection({ path, schema, orderBy: [], limit: 5 }, { next, error });
          }),
        ),
      ),
      ...documents.map((path) =>
        note(
          `get ${path}`,
          new Promise((next, error) => {
            db.watchDocument(path, schema, { next, error });
          }),
        ),
      ),
      ...(conversation
        ? [note("mark read", db.updateDocument(conversation, { unreadCount: 0 }))]
        : []),
    ]);
    return outcomes;
  }, attempts);
}

function attemptsOn(accountId: string): Attempts {
  const at = `accounts/${accountId}`;
  const known = [
    at,
    `${at}/messages/${message.id}`,
    `${at}/conversations/${message.conversation_id}`,
    `${at}/devices/${machine.device_id}`,
  ];
  return {
    collections: COLLECTIONS.map((name) => `${at}/${name}`),
    documents: [...known, ...COLLECTIONS.map((name) => `${at}/${name}/any`)],
    conversation: `${at}/conversations/${message.conversation_id}`,
  };
}

describe("a stranger who knows another account's ids", () => {
  test("is refused each read, list, count and listener that the owner is granted", async () => {
    expect(COLLECTIONS.length).toBeGreaterThanOrEqual(11);
    const attempts = attemptsOn(machine.account_id);
    const granted = await attempt(owner, attempts);
    expect(new Set(Object.values(granted))).toEqual(new Set(["done"]));
    const refused = await attempt(stranger, attempts);
    expect(Object.keys(refused)).toEqual(expect.arrayContaining(Object.keys(granted)));
    expect(new Set(Object.values(refused))).toEqual(new Set(["permission-denied"]));
  });

  test("is told nothing by the page either", async () => {
    await stranger.goto(`/a/${machine.account_id}/conversations/${message.conversation_id}`);
    await seen(stranger.getByText("You are not a member of this account, or it does not exist."));
    expect(await stranger.content()).not.toContain("Between us");
  });

  test.each([
    ["GET", "/messages/{message}", "/messages/msg_none"],
    ["POST", "/messages/{message}/cancel", "/messages/msg_none/cancel"],
    ["GET", "/devices/{device}", "/devices/dev_none"],
    ["DELETE", "/devices/{device}", "/devices/dev_none"],
    ["PATCH", "/conversations/{conversation}", "/conversations/cnv_none"],
  ])("gets the same 404 by %s %s as for what does not exist", async (method, path, missing) => {
    const ask = async (asked: string) => {
      const body = method === "PATCH" ? { is_archived: true } : undefined;
      const answer = await machine.api(asked, { method, body, key: strangersKey });
      const { request_id: _, ...said } = answer.body;
      return { status: answer.status, said: JSON.stringify(said).replaceAll(asked, "") };
    };
    const known = path
      .replace("{message}", message.id)
      .replace("{device}", machine.device_id)
      .replace("{conversation}", message.conversation_id);
    const foreign = await ask(known);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await ask(missing));
  });

  test("acts in no account but its own, whatever account its token is sent with", async () => {
    const asked = stranger.waitForRequest(/\/api\/v1\/accounts$/);
    await stranger.goto("/");
    const { authorization = "" } = await (await asked).allHeaders();
    expect(authorization).toMatch(/^Bearer .+\..+\./);
    const ask = async (accountId: string) => {
      const response = await fetch(`${machine.url}/api/v1/messages`, {
        headers: { authorization, "handset-account": accountId },
      });
      const { request_id: _, ...said } = (await response.json()) as Record<string, unknown>;
      return { status: response.status, said };
    };
    const foreign = await ask(machine.account_id);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await ask("acc_none"));
  });
});

test("nobody's browser reads what no rule names, its own account's secrets included", async () => {
  const closed = {
    collections: [...CLOSED, `accounts/${machine.account_id}/idempotencyKeys`],
    shown: ["accounts"],
    documents: [...CLOSED, `accounts/${machine.account_id}/payments`].map((name) => `${name}/any`),
  };
  expect(new Set(Object.values(await attempt(owner, closed)))).toEqual(
    new Set(["permission-denied"]),
  );
});
