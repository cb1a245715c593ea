import { describe, expect, test } from "vitest";
import { BROWSER, setUpAuth, signUpPerson } from "./testing.ts";

const bench = setUpAuth({ publicUrl: "https://shop.example" });

describe("a password reset", () => {
  const ask = (email: string) =>
    bench.person("accounts:sendOobCode", { requestType: "PASSWORD_RESET", email });

  test("sets the password on the page that the mail leads to, once, and ends every session", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    await ask(email);
    const { path, code, link } = bench.mailTo(email);
    expect(link).toMatch(/^https:\/\/shop\.example\/emulator\/action\?mode=resetPassword&/u);

    const page = await bench.fetch(path, { headers: BROWSER });
    expect(page.text).toContain('name="newPassword"');
    expect((await bench.signIn(email, password)).status).toBe(200);

    const fields = { mode: "resetPassword", oobCode: code, newPassword: "another horse" };
    expect((await bench.submit(fields)).text).toContain("Password saved");
    expect((await bench.signIn(email, password)).status).toBe(400);
    expect((await bench.signIn(email, "another horse")).status).toBe(200);
    expect(bench.auth.checkBearer(`Bearer ${idToken}`)).toBe("forged");
    expect((await bench.submit({ ...fields, newPassword: "third horse" })).status).toBe(400);
    expect((await bench.signIn(email, "third horse")).status).toBe(400);
  });

  test("says the same, byte for byte, of an address that nobody has, and mails it nothing", async () => {
    const { email } = await signUpPerson(bench);
    const known = await ask(email);
    const unknown = await ask("nobody@example.com");
    expect(unknown.text).toBe(known.text.replace(email, "nobody@example.com"));
    expect(bench.mails.map(({ to }) => to)).toEqual([email]);
  });

  test("is over after an hour", async () => {
    const { email, password } = await signUpPerson(bench);
    await ask(email);
    bench.clock.advance(3601);
    const late = { oobCode: bench.mailTo(email).code, newPassword: "another horse" };
    const reply = await bench.person("accounts:resetPassword", late);
    expect(reply.body.error.message).toBe("EXPIRED_OOB_CODE");
    expect((await bench.signIn(email, password)).status).toBe(200);
  });

  test("ends the other resets that were asked for", async () => {
    const { email } = await signUpPerson(bench);
    await ask(email);
    const first = bench.mailTo(email).code;
    await ask(email);
    const second = bench.mailTo(email).code;
    const use = (oobCode: string) =>
      bench.person("accounts:resetPassword", { oobCode, newPassword: "another horse" });
    expect((await use(second)).status).toBe(200);
    expect((await use(first)).body.error.message).toBe("INVALID_OOB_CODE");
  });

  test("opens an account that guesses had shut", async () => {
    const { email } = await signUpPerson(bench);
    for (let n = 0; n < 11; n++) await bench.signIn(email, `guess ${n}`);
    expect((await bench.signIn(email, "x")).body.error.message).toMatch(/^TOO_MANY_ATTEMPTS/u);
    await ask(email);
    const { code: oobCode } = bench.mailTo(email);
    await bench.person("accounts:resetPassword", { oobCode, newPassword: "another horse" });
    expect((await bench.signIn(email, "another horse")).status).toBe(200);
  });

  test("is not mailed to one address without end", async () => {
    const { email } = await signUpPerson(bench);
    for (let n = 0; n < 20; n++) await ask(email);
    expect((await ask(email)).body.error.message).toMatch(/^TOO_MANY_ATTEMPTS_TRY_LATER/u);
    expect(bench.mails).toHaveLength(20);
  });
});
