import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signUpPerson, startAuthBench } from "./testing.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "auth-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("keeps users, sessions, codes, settings and the secret through a restart", async () => {
  const before = await startAuthBench({ directory });
  const person = await signUpPerson(before);
  await before.owner("/accounts:update", {
    localId: person.localId,
    customAttributes: '{"role":"owner"}',
  });
  await before.person("accounts:sendOobCode", {
    requestType: "PASSWORD_RESET",
    email: person.email,
  });
  await before.close();

  const after = await startAuthBench({ directory });
  expect(after.auth.checkBearer(`Bearer ${person.idToken}`)).toBe("valid");
  const refreshed = await after.person("token", {
    grant_type: "refresh_token",
    refresh_token: person.refreshToken,
  });
  expect(after.auth.checkIdToken(refreshed.body.id_token)).toMatchObject({
    sub: person.localId,
    role: "owner",
  });
  const { email, password } = person;
  expect((await after.person("accounts:signInWithPassword", { email, password })).status).toBe(200);
  const reset = { oobCode: before.mails[0]?.code, newPassword: "another horse" };
  expect((await after.person("accounts:resetPassword", reset)).status).toBe(200);
  await after.close();
});

test("writes no password, refresh token or code that could be read back", async () => {
  const bench = await startAuthBench({ directory });
  const person = await signUpPerson(bench, { password: "a password to look for" });
  await bench.person("accounts:sendOobCode", {
    requestType: "PASSWORD_RESET",
    email: person.email,
  });
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), "latin1"));
  await bench.close();
  const written = files.join("");
  expect(written).toContain(person.email);
  expect(written).not.toContain(person.password);
  expect(written).not.toContain(person.refreshToken);
  expect(written).not.toContain(String(bench.mails[0]?.code));
});

test("proves tokens with another secret in another place", async () => {
  const here = await startAuthBench({ directory });
  const elsewhere = await startAuthBench();
  const { idToken } = await signUpPerson(elsewhere);
  expect(here.auth.checkBearer(`Bearer ${idToken}`)).toBe("forged");
  await here.close();
  await elsewhere.close();
});
