import { openAccount } from "../src/accounts/open.ts";
import { issueApiKey } from "../src/api-keys/issue.ts";
import type { Context, QueueName, Services, User } from "../src/context.ts";
import { newId } from "../src/ids.ts";
import type { Account } from "../src/schema/account.ts";
import { ALL_SCOPES, type Scope } from "../src/schema/api-key.ts";
import type { Device, PhoneLink } from "../src/schema/device.ts";
import type { Message } from "../src/schema/message.ts";
import { paths } from "../src/schema/paths.ts";
import { createOutbound } from "../src/webhooks/outbound.ts";
import { type EmbeddedFirestore, embeddedFirestore } from "./embedded-firestore.ts";
import { createDevice, createMessage, createPhoneLink } from "./factories.ts";

export interface EnqueuedTask {
  queue: QueueName;
  id: string;
  payload: object;
  at: Date | null;
}

/** The product's services on the embedded Firestore, with an account of this test's own and a clock that it turns. */
export interface Harness extends EmbeddedFirestore {
  services: Services;
  accountId: string;
  /** An owner's context. */
  ctx: Context;
  tasks: EnqueuedTask[];
  pushes: { token: string; event: string }[];
  /** Tokens that push says are dead. */
  deadPushTokens: Set<string>;
  /** Signed-in people by their ID token. */
  users: Map<string, User>;
  logged: { event: string; fields: object }[];
  now(): Date;
  advance(milliseconds: number): void;
  addDevice(changes?: Partial<Device>, link?: Partial<PhoneLink>): Promise<string>;
  addMessage(changes?: Partial<Message>): Promise<string>;
  issueKey(scopes?: readonly Scope[]): Promise<string>;
  account(): Promise<Account>;
  balance(): Promise<number>;
  message(id: string): Promise<Message>;
  /** What a document holds, or undefined. */
  read(path: string): Promise<FirebaseFirestore.DocumentData | undefined>;
  count(collection: string): Promise<number>;
}

export async function createHarness(account: Partial<Account> = {}): Promise<Harness> {
  const { db, engine } = await embeddedFirestore();
  let now = new Date("2026-11-22T08:00:00.000Z").getTime();
  const tasks: EnqueuedTask[] = [];
  const pushes: Harness["pushes"] = [];
  const deadPushTokens = new Set<string>();
  const users = new Map<string, User>();
  const logged: Harness["logged"] = [];
  const record = (event: string, fields: object = {}) => void logged.push({ event, fields });
  const services: Services = {
    db,
    now: () => new Date(now),
    tasks: {
      async enqueue(queue, { id, payload, at }) {
        if (tasks.some((task) => task.queue === queue && task.id === id)) return;
        tasks.push({ queue, id, payload, at: at ?? null });
      },
    },
    push: {
      async send(token, event) {
        if (deadPushTokens.has(token)) return "unregistered";
        pushes.push({ token, event });
        return "sent";
      },
    },
    identity: { verifyIdToken: async (token) => users.get(token) ?? null },
    outbound: createOutbound({ allowsPrivateTargets: true, timeoutMs: 1000 }),
    log: { info: record, warn: record, error: record },
  };
  const { accountId } = await openAccount(services, {
    name: "Bakery",
    currency: "USD",
    pricePerSegment: 30_000,
    messagesPerMinute: 10_000,
  });
  const accountRef = db.doc(paths.account(accountId));
  await accountRef.update({ balance: 10_000_000, ...account });
  const ctx: Context = {
    ...services,
    accountId,
    actor: { type: "user", id: "owner" },
    scopes: ALL_SCOPES,
  };
  const read: Harness["read"] = async (path) => (await db.doc(path).get()).data();
  const readAccount = async () => (await read(paths.account(accountId))) as Account;
  return {
    db,
    engine,
    services,
    accountId,
    ctx,
    tasks,
    pushes,
    deadPushTokens,
    users,
    logged,
    now: () => new Date(now),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    async addDevice(changes, link) {
      const id = newId("dev");
      await db.doc(paths.device(accountId, id)).create(createDevice(changes));
      await db.doc(paths.phoneLink(id)).create(createPhoneLink({ accountId, ...link }));
      return id;
    },
    async addMessage(changes) {
      const id = newId("msg");
      await db.doc(paths.message(accountId, id)).create(createMessage(changes));
      return id;
    },
    issueKey: async (scopes = ALL_SCOPES) =>
      (await issueApiKey(ctx, { name: "Key", scopes: [...scopes], expiresAt: null })).key,
    account: readAccount,
    balance: async () => (await readAccount()).balance,
    message: async (id) => (await read(paths.message(accountId, id))) as Message,
    read,
    count: async (collection) => (await db.collection(collection).count().get()).data().count,
  };
}
