/** What the Admin calls do beyond what auth-oracle.test.ts shows that the emulator does too. */
import { scryptSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AuthBench, signUpPerson, startAuthBench } from "./testing.ts";

let bench: AuthBench;
beforeEach(async () => {
  bench = await startAuthBench();
});
afterEach(() => bench.close());

describe("accounts:batchGet", () => {
  test("pages through every user once", async () => {
    for (const localId of ["a", "b", "c", "d", "e"]) await bench.owner("/accounts", { localId });
    const seen: unknown[] = [];
    let token = "";
    do {
      const query = `?maxResults=2&nextPageToken=${token}`;
      const { body } = await bench.owner(`/accounts:batchGet${query}`, undefined, "GET");
      seen.push(...body.users.map(({ localId }) => localId));
      token = body.nextPageToken ?? "";
    } while (token);
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("shows no hash", async () => {
    await signUpPerson(bench);
    const { text } = await bench.owner("/accounts:batchGet", undefined, "GET");
    expect(JSON.parse(text).users[0]).toMatchObject({ passwordHash: "UkVEQUNURUQ=" });
    expect(text).not.toMatch(/salt|"cost"/u);
  });
});

describe("accounts:batchCreate", () => {
  const settings = {
    hashAlgorithm: "STANDARD_SCRYPT",
    cpuMemCost: 16,
    blockSize: 8,
    parallelization: 1,
  };

  test("imports a password by the hash that it has", async () => {
    const salt = Buffer.from("some salt");
    const hash = scryptSync("correct horse", salt, 32, { N: 16, r: 8, p: 1 });
    const email = "imported@example.com";
    await bench.owner("/accounts:batchCreate", {
      ...settings,
      dkLen: 32,
      users: [
        {
          localId: "i",
          email,
          passwordHash: hash.toString("base64url"),
          salt: salt.toString("base64url"),
        },
      ],
    });
    const signIn = (password: string) =>
      bench.person("accounts:signInWithPassword", { email, password });
    expect((await signIn("correct horse")).body.localId).toBe("i");
    expect((await signIn("wrong horse")).status).toBe(400);
  });

  test("refuses hashes that it cannot check and settings that would hold the machine", async () => {
    const users = [{ localId: "i", passwordHash: "aaaa" }];
    const other = await bench.owner("/accounts:batchCreate", { users, hashAlgorithm: "BCRYPT" });
    expect(other.status).toBe(501);
    const dear = await bench.owner("/accounts:batchCreate", {
      users,
      ...settings,
      cpuMemCost: 2 ** 30,
    });
    expect(dear.body.error.message).toMatch(/^INVALID_HASH_PARAMETER_VALUES/u);
    expect((await bench.owner("/accounts:lookup", { localId: ["i"] })).body.users).toBeUndefined();
  });
});

describe("accounts:query", () => {
  test("counts and lists", async () => {
    for (const localId of ["b", "a"]) await bench.owner("/accounts", { localId });
    const count = await bench.owner("/accounts:query", { returnUserInfo: false });
    expect(count.body).toMatchObject({ recordsCount: "2" });
    const list = await bench.owner("/accounts:query", {});
    expect(list.body.userInfo.map(({ localId }) => localId)).toEqual(["a", "b"]);
  });
});

describe("a user of Google", () => {
  const google = (claims: object, idToken?: string) =>
    bench.person("accounts:signInWithIdp", {
      requestUri: "http://localhost",
      postBody: `providerId=google.com&id_token=${encodeURIComponent(JSON.stringify(claims))}`,
      returnIdpCredential: true,
      idToken,
    });

  test("takes over from a squatter's password when Google proves the address", async () => {
    const squatter = await signUpPerson(bench, { email: "victim@example.com" });
    const { email, password } = squatter;
    const { body } = await google({ sub: "1", email, email_verified: true });
    expect(body.localId).toBe(squatter.localId);
    expect((await bench.person("accounts:signInWithPassword", { email, password })).status).toBe(
      400,
    );
    expect(bench.auth.checkBearer(`Bearer ${squatter.idToken}`)).toBe("forged");
  });

  test("can add a password of their own", async () => {
    const email = "g@example.com";
    const { body } = await google({ sub: "1", email, email_verified: true });
    const added = await bench.person("accounts:signUp", {
      idToken: body.idToken,
      email,
      password: "correct horse",
    });
    expect(added.body.localId).toBe(body.localId);
    expect((await google({ sub: "1", email, email_verified: true })).body.localId).toBe(
      body.localId,
    );
  });

  test("does not take an address that another user has", async () => {
    const { email } = await signUpPerson(bench);
    await google({ sub: "1", email: "own@example.com", email_verified: true });
    const { body } = await google({ sub: "1", email, email_verified: true });
    expect(bench.auth.identify(`Bearer ${body.idToken}`)).toMatchObject({
      token: { email: "own@example.com" },
    });
  });

  test("signs in by no other provider", async () => {
    const { body } = await bench.person("accounts:signInWithIdp", {
      requestUri: "http://localhost",
      postBody: "providerId=github.com&access_token=a",
    });
    expect(body.error.message).toMatch(/^OPERATION_NOT_ALLOWED : /u);
  });
});
