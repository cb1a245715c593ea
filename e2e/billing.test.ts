import { execFile } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { askUntil, type Machine, removeFolder, startMachine, temporaryFolder } from "./machine.ts";

const run = promisify(execFile);
const dataDir = temporaryFolder();
let machine: Machine | undefined;

afterAll(async () => {
  await machine?.stop();
  removeFolder(dataDir);
});

async function operate(...args: string[]): Promise<{ code: number; stdout: string }> {
  const command = ["--disable-warning=ExperimentalWarning", "local/src/operator.ts", ...args];
  try {
    const { stdout } = await run(process.execPath, [...command, "--data", dataDir]);
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, stdout };
  }
}

describe("money, on the whole machine", () => {
  test("with no balance a send is refused; after a top-up on the payment page the same send is accepted", async () => {
    const first = await startMachine(dataDir);
    const { account_id: account } = first;
    await first.stop();
    const taken = await operate(
      ...["adjust-balance", "--account", account, "--amount=-1000"],
      ...["--reason", "Begin with nothing.", "--by", "Ada"],
    );
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining("Booked") });

    machine = await startMachine(dataDir);
    const running = machine;
    const send = () =>
      running.api("/send", { body: { to: running.numbers.delivered, message: "Hello" } });
    expect(await send()).toMatchObject({ status: 402, body: { code: "insufficient_balance" } });

    const started = await running.api("/top-ups", {
      body: { amount: 10_000_000, return_path: "/balance" },
    });
    expect(started.status).toBe(201);
    const page = await fetch(started.body.checkout_url);
    expect(await page.text()).toContain("stands in for Stripe");
    const paid = await fetch(started.body.checkout_url, {
      method: "POST",
      body: new URLSearchParams({ action: "pay", card: "4242" }),
      redirect: "manual",
    });
    expect(paid.headers.get("location")).toBe(`${running.url}/balance?top_up=paid`);

    const { body } = await askUntil(
      () => running.api("/balance"),
      (answer) => answer.body.balance > 0,
    );
    expect(body.balance).toBe(10_000_000);
    expect((await send()).status).toBe(202);
    const ledger = await running.api("/ledger?type=top_up");
    expect(ledger.body.data).toMatchObject([{ amount: 10_000_000, type: "top_up" }]);
  });

  test("a payment that was made the moment before kill -9 is booked after the restart", async () => {
    if (machine === undefined) throw new Error("The machine did not start.");
    const before = (await machine.api("/balance")).body.balance;
    const { body: started } = await machine.api("/top-ups", { body: { amount: 25_000_000 } });
    await fetch(started.checkout_url, {
      method: "POST",
      body: new URLSearchParams({ action: "pay", card: "4242" }),
      redirect: "manual",
    });
    await machine.kill();
    machine = await startMachine(dataDir);
    const again = machine;
    const { body } = await askUntil(
      () => again.api("/balance"),
      (answer) => answer.body.balance >= before + 25_000_000,
    );
    expect(body.balance).toBe(before + 25_000_000);
    expect((await again.api("/ledger?type=top_up")).body.data).toHaveLength(2);
  });

  test("the audit finds nothing on the data folder, until it is damaged by hand", async () => {
    if (machine === undefined) throw new Error("The machine did not start.");
    const { account_id: account } = machine;
    await machine.stop();
    expect(await operate("audit")).toMatchObject({
      code: 0,
      stdout: "1 account audited, no differences.\n",
    });
    damage(account);
    const { code, stdout } = await operate("audit");
    expect(code).toBe(1);
    expect(stdout).toContain(account);
    expect(stdout).toContain("difference 5.00 USD");
    expect((await operate("audit")).stdout).toBe(stdout);
  });
});

/** Adds five to the balance in the file itself, past the product and the database's engine. */
function damage(account: string): void {
  const database = new DatabaseSync(join(dataDir, "handset.sqlite"));
  try {
    const { changes } = database
      .prepare(
        `UPDATE documents SET fields = json_set(fields, '$.balance.integerValue',
           CAST(fields ->> '$.balance.integerValue' + 5000000 AS TEXT)) WHERE name = ?`,
      )
      .run(`accounts/${account}`);
    expect(changes).toBe(1);
  } finally {
    database.close();
  }
}
