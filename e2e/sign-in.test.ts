/** Ways in that no password opens: a reset link as a person gets it, and the stand-in for Google's window. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { seen } from "./browser.ts";
import { setUpDashboard } from "./dashboard.ts";

const run = promisify(execFile);
const EMAIL = "ada@example.com";
const OLD_PASSWORD = "a long secret";

const { visit, dataDir, url } = setUpDashboard();

async function operate(...args: string[]): Promise<string> {
  const command = ["--disable-warning=ExperimentalWarning", "local/src/operator.ts", ...args];
  const { stdout } = await run(process.execPath, [...command, "--data", dataDir]);
  return stdout;
}

async function createUser(): Promise<void> {
  const path = "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=local";
  const { status } = await fetch(url() + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: EMAIL, password: OLD_PASSWORD, returnSecureToken: true }),
  });
  expect(status).toBe(200);
}

describe("a forgotten password", () => {
  test("is replaced by the link that the operator makes, once, and the old one opens nothing", async () => {
    await createUser();
    const page = await visit("/sign-in");
    await page.getByRole("link", { name: "Forgot the password?" }).click();
    await page.getByLabel("E-mail").fill(EMAIL);
    await page.getByRole("button", { name: "Ask for a link" }).click();
    await seen(page.getByText(`npm run operator -- reset-link ${EMAIL}`));

    const link = /^http\S+$/mu.exec(await operate("reset-link", EMAIL))?.[0] ?? "";
    expect(link).toMatch(`${url()}/reset-password?oobCode=`);
    await page.goto(link);
    await expect.poll(() => page.getByLabel("E-mail").inputValue()).toBe(EMAIL);
    await page.getByLabel("New password").fill("another secret");
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.getByRole("link", { name: "Sign in" }).click();

    await page.getByLabel("E-mail").fill(EMAIL);
    const enter = async (password: string) => {
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    await enter(OLD_PASSWORD);
    await seen(page.getByText("That e-mail and password do not belong together."));
    await enter("another secret");
    await seen(page.getByRole("heading", { name: "Open your account" }));

    await page.goto(link);
    await seen(page.getByText("This link was used already"));
    expect(await page.getByLabel("New password").count()).toBe(0);
    await page.getByRole("link", { name: "Ask for a new link" }).click();
    await seen(page.getByRole("button", { name: "Ask for a link" }));
  });

  test("of an address that nobody has is no link's", async () => {
    await expect(operate("reset-link", "nobody@example.com")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Nobody signs in as nobody@example.com."),
    });
  });
});

test("Google's stand-in lets in whoever is named in its window", async () => {
  const page = await visit("/sign-in");
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Continue with Google" }).click();
  const popup = await opened;
  await popup.getByLabel("E-mail address").fill("grace@example.com");
  await popup.getByLabel("Name").fill("Grace");
  await popup.getByRole("button", { name: "Sign in as this person" }).click();
  await seen(page.getByRole("heading", { name: "Open your account" }));
});
