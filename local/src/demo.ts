import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Demo } from "./announce.ts";
import { createPhone, type Phone } from "./phone/phone.ts";
import { SPECIAL_NUMBERS } from "./phone/special-numbers.ts";
import { StartError } from "./ports.ts";
import type { Runtime } from "./runtime.ts";

/** What the product's operator commands do for the demo; loaded by path, as the functions are. */
interface OperatorModule {
  openDemoAccount(owner: Owner): Promise<{ accountId: string; apiKey: string }>;
  createDemoPairingCode(accountId: string): Promise<string>;
}

/** Who signs in to the demo's dashboard. */
export interface Owner {
  email: string;
  password: string;
}

interface DemoAccount {
  accountId: string;
  apiKey: string;
  owner: Owner;
}

const OPERATOR = new URL("../../functions/operator/demo-account.ts", import.meta.url);

/** Makes the demo account once, and finds it again; starts its simulated phone. */
export async function seedDemo(
  runtime: Runtime,
  { dataDir, hasPhone }: { dataDir: string; hasPhone: boolean },
): Promise<Demo> {
  const operator: OperatorModule = await import(OPERATOR.href);
  const account = await findOrOpenAccount(join(dataDir, "demo.json"), operator);
  const phone = hasPhone ? await startPhone(runtime, dataDir, account.accountId, operator) : null;
  return {
    ...account,
    deviceId: phone?.state.deviceId ?? null,
    numbers: SPECIAL_NUMBERS,
    close: async () => phone?.close(),
  };
}

async function findOrOpenAccount(path: string, operator: OperatorModule): Promise<DemoAccount> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const owner = { email: "demo@handset.local", password: randomBytes(9).toString("base64url") };
  const opened = await operator.openDemoAccount(owner).catch((error: { code?: unknown }) => {
    if (error.code !== "auth/email-already-exists") throw error;
    throw new StartError(
      `This data has a demo already, but ${path} with its password and key is not here. Start with --no-demo, or put that file back.`,
    );
  });
  const account = { ...opened, owner };
  // These texts are kept nowhere else, and this folder's owner may do everything anyway.
  writeFileSync(path, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  return account;
}

async function startPhone(
  runtime: Runtime,
  dataDir: string,
  accountId: string,
  operator: OperatorModule,
): Promise<Phone> {
  const create = (code: string) =>
    createPhone({
      // Its own side of the machine, so that it works behind a proxy too.
      serverUrl: `http://127.0.0.1:${runtime.port}/mobile/v1`,
      dataDir: join(dataDir, "phone"),
      credentials: { code },
    });
  let phone = create("");
  if (phone.state.deviceId === null) {
    await phone.close();
    phone = create(await operator.createDemoPairingCode(accountId));
    await phone.start();
    // The app tells its SIMs when it starts, and at its first start it knows no webhook yet to tell them to.
    for (let turns = 0; phone.state.webhooks.length === 0 && turns < 50; turns++) await sleep(20);
    await phone.stop();
  }
  await phone.start();
  return phone;
}
