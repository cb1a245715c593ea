import { describe, expect, test } from "vitest";
import { setUpAuth, signUpPerson } from "./testing.ts";

const bench = setUpAuth({ publicUrl: "https://shop.example" });

describe("who proves an address", () => {
  test("shuts out whoever had signed up with it before them", async () => {
    const squatter = await signUpPerson(bench, { email: "victim@example.com" });
    const { email } = squatter;
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email });
    const signedIn = await bench.person("accounts:signInWithEmailLink", {
      email,
      oobCode: bench.mailTo(email).code,
    });
    expect(signedIn.body.localId).toBe(squatter.localId);
    expect((await bench.signIn(email, squatter.password)).status).toBe(400);
    expect(bench.auth.checkBearer(`Bearer ${squatter.idToken}`)).toBe("forged");
    expect(bench.auth.checkBearer(`Bearer ${signedIn.body.idToken}`)).toBe("valid");
  });

  test("keeps the password that they set themselves", async () => {
    const { email, password } = await signUpPerson(bench);
    const { localId } = (await bench.signIn(email, password)).body;
    await bench.owner("/accounts:update", { localId, emailVerified: true });
    await bench.person("accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", email });
    await bench.person("accounts:signInWithEmailLink", {
      email,
      oobCode: bench.mailTo(email).code,
    });
    expect((await bench.signIn(email, password)).status).toBe(200);
  });
});

describe("a change of address", () => {
  test("wants the new one proved, as production does", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    const reply = await bench.person("accounts:update", { idToken, email: "new@example.com" });
    expect(reply.body.error.message).toMatch(/^OPERATION_NOT_ALLOWED : /u);
    expect((await bench.signIn(email, password)).status).toBe(200);
  });

  test("can be taken back from the former address, which ends every session", async () => {
    const { email, password, idToken } = await signUpPerson(bench);
    const newEmail = "thief@example.com";
    const body = { requestType: "VERIFY_AND_CHANGE_EMAIL", idToken, newEmail };
    await bench.person("accounts:sendOobCode", body);
    await bench.person("accounts:update", { oobCode: bench.mailTo(email).code });
    const thief = (await bench.signIn(newEmail, password)).body;
    expect(bench.mailTo(email).purpose).toBe("RECOVER_EMAIL");
    await bench.submit({ mode: "recoverEmail", oobCode: bench.mailTo(email).code });
    expect((await bench.signIn(email, password)).status).toBe(200);
    expect((await bench.signIn(newEmail, password)).status).toBe(400);
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
    expect((await bench.signIn("new@example.com", password)).status).toBe(200);
    expect((await bench.signIn("nobody@example.com", password)).body.error.message).toBe(
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
    const again = await bench.signIn(email, password);
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
