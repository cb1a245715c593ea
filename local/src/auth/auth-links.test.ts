import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AuthBench, signUpPerson, startAuthBench } from "./testing.ts";

let bench: AuthBench;
beforeEach(async () => {
  bench = await startAuthBench({ publicUrl: "https://shop.example" });
});
afterEach(() => bench.close());

const signIn = (email: string, password: string) =>
  bench.person("accounts:signInWithPassword", { email, password });
const mailTo = (email: string) => {
  const mail = bench.mails.findLast(({ to }) => to === email);
  if (!mail) throw new Error(`No mail to ${email}.`);
  return { ...mail, path: mail.link.replace("https://shop.example", "") };
};
const BROWSER = { accept: "text/html,application/xhtml+xml" };
const submit = (fields: Record<string, string>) =>
  bench.fetch("/emulator/action", {
    method: "POST",
    headers: BROWSER,
    body: new URLSearchParams(fields),
  });

describe("a password reset", () => {
  const ask = (email: string) =>
    bench.person("accounts:sendOobCode", { requestType: "PASSWORD_RESET", email });

  test("sets the password on the page that the mail leads to, once, and ends every session", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    await ask(email);
    const { path, code, link } = mailTo(email);
    expect(link).toMatch(/^https:\/\/shop\.example\/emulator\/action\?mode=resetPassword&/u);

    const page = await bench.fetch(path, { headers: BROWSER });
    expect(page.text).toContain('name="newPassword"');
    expect((await signIn(email, password)).status).toBe(200);

    const fields = { mode: "resetPassword", oobCode: code, newPassword: "another horse" };
    expect((await submit(fields)).text).toContain("Password saved");
    expect((await signIn(email, password)).status).toBe(400);
    expect((await signIn(email, "another horse")).status).toBe(200);
    expect(bench.auth.checkBearer(`Bearer ${idToken}`)).toBe("forged");
    expect((await submit({ ...fields, newPassword: "third horse" })).status).toBe(400);
    expect((await signIn(email, "third horse")).status).toBe(400);
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
    const late = { oobCode: mailTo(email).code, newPassword: "another horse" };
    const reply = await bench.person("accounts:resetPassword", late);
    expect(reply.body.error.message).toBe("EXPIRED_OOB_CODE");
    expect((await signIn(email, password)).status).toBe(200);
  });

  test("ends the other resets that were asked for", async () => {
    const { email } = await signUpPerson(bench);
    await ask(email);
    const first = mailTo(email).code;
    await ask(email);
    const second = mailTo(email).code;
    const use = (oobCode: string) =>
      bench.person("accounts:resetPassword", { oobCode, newPassword: "another horse" });
    expect((await use(second)).status).toBe(200);
    expect((await use(first)).body.error.message).toBe("INVALID_OOB_CODE");
  });

  test("opens an account that guesses had shut", async () => {
    const { email } = await signUpPerson(bench);
    for (let n = 0; n < 11; n++) await signIn(email, `guess ${n}`);
    expect((await signIn(email, "x")).body.error.message).toMatch(/^TOO_MANY_ATTEMPTS/u);
    await ask(email);
    const { code: oobCode } = mailTo(email);
    await bench.person("accounts:resetPassword", { oobCode, newPassword: "another horse" });
    expect((await signIn(email, "another horse")).status).toBe(200);
  });

  test("is not mailed to one address without end", async () => {
    const { email } = await signUpPerson(bench);
    for (let n = 0; n < 20; n++) await ask(email);
    expect((await ask(email)).body.error.message).toMatch(/^TOO_MANY_ATTEMPTS_TRY_LATER/u);
    expect(bench.mails).toHaveLength(20);
  });
});

describe("a mail's link", () => {
  test("carries no code to a page of somebody else's", async () => {
    const body = { requestType: "EMAIL_SIGNIN", email: "a@example.com", canHandleCodeInApp: true };
    for (const continueUrl of [
      "https://evil.example/",
      "https://shop.example.evil.example/",
      "javascript:1",
    ]) {
      const reply = await bench.person("accounts:sendOobCode", { ...body, continueUrl });
      expect(reply.body.error.message).toMatch(/^(UNAUTHORIZED_DOMAIN|INVALID_CONTINUE_URI) : /u);
    }
    expect(bench.mails).toEqual([]);
    const own = await bench.person("accounts:sendOobCode", {
      ...body,
      continueUrl: "https://shop.example/in",
    });
    expect(own.status).toBe(200);
  });

  test("leads on where it was made to lead, whatever is written into it later", async () => {
    const email = "a@example.com";
    const continueUrl = "https://shop.example/in";
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email, continueUrl });
    const tampered = new URL(mailTo(email).path, bench.server.url);
    tampered.searchParams.set("continueUrl", "https://evil.example/");
    const { status, headers } = await bench.fetch(tampered.pathname + tampered.search);
    expect(status).toBe(303);
    expect(headers.get("location")).toMatch(/^https:\/\/shop\.example\/in\?mode=signIn&/u);
  });

  test("is for one thing", async () => {
    const { email, idToken } = await signUpPerson(bench);
    await bench.person("accounts:sendOobCode", { requestType: "VERIFY_EMAIL", idToken });
    const { code: oobCode } = mailTo(email);
    const attempts = [
      await bench.person("accounts:resetPassword", { oobCode, newPassword: "another horse" }),
      await bench.person("accounts:signInWithEmailLink", { oobCode, email }),
      await bench.fetch(`/emulator/action?mode=resetPassword&oobCode=${oobCode}`),
    ];
    expect(attempts.map(({ body }) => body.error.message)).toEqual(
      attempts.map(() => "INVALID_OOB_CODE"),
    );
  });

  test("verifies an address by a button, not by being opened, and shows no markup from outside", async () => {
    const { email, idToken } = await signUpPerson(bench, { email: "a&b'x@example.com" });
    await bench.person("accounts:sendOobCode", { requestType: "VERIFY_EMAIL", idToken });
    const { path, code } = mailTo(email);
    const page = await bench.fetch(path, { headers: BROWSER });
    expect(page.text).toContain("a&#38;b&#39;x@example.com");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const look = () => bench.person("accounts:lookup", { idToken });
    expect((await look()).body.users[0]?.emailVerified).toBe(false);
    expect((await submit({ mode: "verifyEmail", oobCode: code })).text).toContain(
      "Address confirmed",
    );
    expect((await look()).body.users[0]?.emailVerified).toBe(true);
  });

  test("has its origin from the connection when no public URL is given", async () => {
    const own = await startAuthBench();
    await own.person("accounts:sendOobCode", {
      requestType: "EMAIL_SIGNIN",
      email: "a@example.com",
    });
    expect(own.mails[0]?.link.startsWith(`${own.server.url}/emulator/action?`)).toBe(true);
    await own.close();
  });

  test("is listed for the owner alone, and not once it is used", async () => {
    const email = "a@example.com";
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email });
    const list = (headers: Record<string, string>) =>
      bench.fetch("/emulator/v1/projects/demo-auth/oobCodes?key=any", { headers });
    expect((await list({})).status).toBe(400);
    const { oobCodes } = (await list({ authorization: "Bearer owner" })).body;
    expect(oobCodes).toMatchObject([
      { email, requestType: "EMAIL_SIGNIN", oobCode: mailTo(email).code },
    ]);
    await bench.person("accounts:signInWithEmailLink", { email, oobCode: mailTo(email).code });
    expect((await list({ authorization: "Bearer owner" })).body.oobCodes).toEqual([]);
  });
});

describe("a mail that cannot be sent", () => {
  test("fails in the log and not for who asked", async () => {
    const logged: string[] = [];
    const own = await startAuthBench({
      log: (_, message) => void logged.push(message),
      sendMail: () => Promise.reject(new Error("no paper")),
    });
    const body = { requestType: "EMAIL_SIGNIN", email: "a@example.com" };
    expect((await own.person("accounts:sendOobCode", body)).status).toBe(200);
    expect(logged).toEqual([expect.stringContaining("no paper")]);
    expect(logged.join("")).not.toContain("a@example.com");
    await own.close();
  });
});

describe("who proves an address", () => {
  test("shuts out whoever had signed up with it before them", async () => {
    const squatter = await signUpPerson(bench, { email: "victim@example.com" });
    const { email } = squatter;
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email });
    const signedIn = await bench.person("accounts:signInWithEmailLink", {
      email,
      oobCode: mailTo(email).code,
    });
    expect(signedIn.body.localId).toBe(squatter.localId);
    expect((await signIn(email, squatter.password)).status).toBe(400);
    expect(bench.auth.checkBearer(`Bearer ${squatter.idToken}`)).toBe("forged");
    expect(bench.auth.checkBearer(`Bearer ${signedIn.body.idToken}`)).toBe("valid");
  });

  test("keeps the password that they set themselves", async () => {
    const { email, password } = await signUpPerson(bench);
    const { localId } = (await signIn(email, password)).body;
    await bench.owner("/accounts:update", { localId, emailVerified: true });
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email });
    await bench.person("accounts:signInWithEmailLink", { email, oobCode: mailTo(email).code });
    expect((await signIn(email, password)).status).toBe(200);
  });
});

describe("a change of address", () => {
  test("wants the new one proved, as production does", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    const reply = await bench.person("accounts:update", { idToken, email: "new@example.com" });
    expect(reply.body.error.message).toMatch(/^OPERATION_NOT_ALLOWED : /u);
    expect((await signIn(email, password)).status).toBe(200);
  });

  test("can be taken back from the former address, which ends every session", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    const newEmail = "thief@example.com";
    const body = { requestType: "VERIFY_AND_CHANGE_EMAIL", idToken, newEmail };
    await bench.person("accounts:sendOobCode", body);
    await bench.person("accounts:update", { oobCode: mailTo(email).code });
    const thief = (await signIn(newEmail, password)).body;
    expect(mailTo(email).purpose).toBe("RECOVER_EMAIL");
    await submit({ mode: "recoverEmail", oobCode: mailTo(email).code });
    expect((await signIn(email, password)).status).toBe(200);
    expect((await signIn(newEmail, password)).status).toBe(400);
    expect(bench.auth.checkBearer(`Bearer ${thief.idToken}`)).toBe("forged");
  });

  test("goes at once when enumeration protection is off", async () => {
    const patched = await bench.fetch("/emulator/v1/projects/demo-auth/config", {
      method: "PATCH",
      headers: { authorization: "Bearer owner", "content-type": "application/json" },
      body: JSON.stringify({ emailPrivacyConfig: { enableImprovedEmailPrivacy: false } }),
    });
    expect(patched.status).toBe(200);
    const { password, idToken } = await signUpPerson(bench);
    const reply = await bench.person("accounts:update", { idToken, email: "new@example.com" });
    expect(bench.auth.identify(`Bearer ${reply.body.idToken}`)).toMatchObject({
      token: { email: "new@example.com", email_verified: false },
    });
    expect((await signIn("new@example.com", password)).status).toBe(200);
    expect((await signIn("nobody@example.com", password)).body.error.message).toBe(
      "EMAIL_NOT_FOUND",
    );
  });
});

describe("what cannot be taken back", () => {
  test.each<[what: string, rpc: string, body: object]>([
    ["a new password", "accounts:update", { password: "another horse" }],
    ["the end of the account", "accounts:delete", {}],
  ])("wants a person who signed in just now: %s", async (_, rpc, body) => {
    const { email, password, refreshToken } = await signUpPerson(bench);
    bench.clock.advance(301);
    const refreshed = await bench.person("token", { grantType: "refresh_token", refreshToken });
    const old = await bench.person(rpc, { ...body, idToken: refreshed.body.id_token });
    expect(old.body.error.message).toBe("CREDENTIAL_TOO_OLD_LOGIN_AGAIN");
    const again = await signIn(email, password);
    expect((await bench.person(rpc, { ...body, idToken: again.body.idToken })).status).toBe(200);
  });
});

describe("behind the proxy of a public address", () => {
  test("a guesser shuts out themselves, whatever they say of where they are, and nobody else", async () => {
    const { email, password } = await signUpPerson(bench);
    const from = (place: string, tried: string) =>
      bench.fetch("/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any", {
        method: "POST",
        headers: { "x-forwarded-for": place },
        body: JSON.stringify({ email, password: tried }),
      });
    const guesses = await Promise.all(
      Array.from({ length: 11 }, (_, n) => from(`192.0.2.${n}, 203.0.113.9`, "guess")),
    );
    expect(guesses.filter(({ text }) => text.includes("TOO_MANY_ATTEMPTS"))).toHaveLength(1);
    expect((await from("203.0.113.9", password)).text).toContain("TOO_MANY_ATTEMPTS");
    expect((await from("198.51.100.7", password)).status).toBe(200);
  });
});
