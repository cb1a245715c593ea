import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuthBench, signUpPerson, startAuthBench } from "./testing.ts";

let bench: AuthBench;
beforeAll(async () => {
  bench = await startAuthBench();
});
afterAll(() => bench.close());

const refusal = (message: string, code = 400) => ({
  status: code,
  body: { error: expect.objectContaining({ code, message }) },
});

describe("accounts:signUp", () => {
  test("makes a user who is signed in and can look themselves up", async () => {
    const email = "Ada@Example.com";
    const { body } = await bench.person("accounts:signUp", { email, password: "engine" });
    expect(body).toMatchObject({ email: "ada@example.com", expiresIn: "3600" });
    const caller = bench.auth.identify(`Bearer ${body.idToken}`);
    expect(caller).toMatchObject({
      kind: "user",
      uid: body.localId,
      token: { email: "ada@example.com", email_verified: false, sub: body.localId },
    });
    const found = await bench.person("accounts:lookup", { idToken: body.idToken });
    expect(found.body.users).toHaveLength(1);
    expect(found.body.users[0]).toMatchObject({ localId: body.localId, emailVerified: false });
    expect(found.body.users[0]?.providerUserInfo).toMatchObject([{ providerId: "password" }]);
  });

  test("refuses an address that is taken, in any spelling, and keeps its password", async () => {
    const { email, password } = await signUpPerson(bench);
    const again = { email: email.toUpperCase(), password: "another one" };
    expect(await bench.person("accounts:signUp", again)).toMatchObject(refusal("EMAIL_EXISTS"));
    expect(await bench.person("accounts:signInWithPassword", again)).toMatchObject(
      refusal("INVALID_LOGIN_CREDENTIALS"),
    );
    const right = await bench.person("accounts:signInWithPassword", { email, password });
    expect(right.status).toBe(200);
  });

  test("makes one user when the same address signs up twice at once", async () => {
    const body = { email: "twice@example.com", password: "engine" };
    const replies = await Promise.all([1, 2, 3].map(() => bench.person("accounts:signUp", body)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 400, 400]);
  });

  test.each([
    ["no address", { password: "engine" }, "MISSING_EMAIL"],
    ["no password", { email: "a@example.com" }, "MISSING_PASSWORD"],
    ["an address that is none", { email: "a b@example.com", password: "engine" }, "INVALID_EMAIL"],
    ["nothing at all, as anonymous sign-in is off", {}, "ADMIN_ONLY_OPERATION"],
    ["an id of one's choice", { localId: "root" }, "UNEXPECTED_PARAMETER : User ID"],
    [
      "a short password",
      { email: "a@example.com", password: "12345" },
      "WEAK_PASSWORD : Password should be at least 6 characters",
    ],
  ])("refuses %s", async (_, body, message) => {
    expect(await bench.person("accounts:signUp", body)).toMatchObject(refusal(message));
  });
});

describe("accounts:signInWithPassword", () => {
  test("answers a wrong password and an unknown address with the same bytes", async () => {
    const { email } = await signUpPerson(bench);
    const wrong = await bench.person("accounts:signInWithPassword", { email, password: "wrong!" });
    const unknown = await bench.person("accounts:signInWithPassword", {
      email: "nobody@example.com",
      password: "wrong!",
    });
    expect(wrong).toMatchObject(refusal("INVALID_LOGIN_CREDENTIALS"));
    expect(unknown.text).toBe(wrong.text);
  });

  test("stops a guesser after ten tries, sent at once or not, and the right password with them", async () => {
    const { email, password } = await signUpPerson(bench);
    const guesses = Array.from({ length: 14 }, (_, n) =>
      bench.person("accounts:signInWithPassword", { email, password: `guess ${n}` }),
    );
    const messages = (await Promise.all(guesses)).map(({ body }) => body.error.message);
    expect(messages.filter((m) => m === "INVALID_LOGIN_CREDENTIALS")).toHaveLength(10);
    expect(messages.filter((m) => m.startsWith("TOO_MANY_ATTEMPTS_TRY_LATER"))).toHaveLength(4);
    const right = await bench.person("accounts:signInWithPassword", { email, password });
    expect(right.body.error.message).toMatch(/^TOO_MANY_ATTEMPTS_TRY_LATER : /u);
    bench.clock.advance(60);
    expect((await bench.person("accounts:signInWithPassword", { email, password })).status).toBe(
      200,
    );
  });
});

describe("token", () => {
  const refresh = (refreshToken: string) =>
    bench.person("token", { grant_type: "refresh_token", refresh_token: refreshToken });

  test("trades a refresh token for a new ID token of the same sign-in", async () => {
    const person = await signUpPerson(bench);
    bench.clock.advance(3599);
    const { body } = await refresh(person.refreshToken);
    expect(body).toMatchObject({
      token_type: "Bearer",
      user_id: person.localId,
      expires_in: "3600",
    });
    const before = bench.auth.checkIdToken(person.idToken);
    const after = bench.auth.checkIdToken(body.id_token);
    expect(after.auth_time).toBe(before.auth_time);
    expect(Number(after.exp) - Number(before.exp)).toBeGreaterThanOrEqual(3599);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("refuses a token that is none, and another grant", async () => {
    expect(await refresh("made up")).toMatchObject(refusal("INVALID_REFRESH_TOKEN"));
    const body = { grant_type: "password", refresh_token: "made up" };
    expect(await bench.person("token", body)).toMatchObject(refusal("INVALID_GRANT_TYPE"));
  });
});
