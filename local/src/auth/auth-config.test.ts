import { deleteApp, initializeApp } from "firebase/app";
import { type Auth, connectAuthEmulator, getAuth, validatePassword } from "firebase/auth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuthBench, startAuthBench } from "./testing.ts";

let bench: AuthBench;
let web: Auth;

beforeAll(async () => {
  bench = await startAuthBench({
    publicUrl: "https://shop.example",
    authorizedDomains: ["www.shop.example"],
  });
  web = getAuth(initializeApp({ apiKey: "any", projectId: "demo-auth" }, "config"));
  connectAuthEmulator(web, bench.server.url, { disableWarnings: true });
});
afterAll(async () => {
  await deleteApp(web.app);
  await bench.close();
});

test("the Web SDK validates a password by the policy that sign-up holds", async () => {
  expect(await validatePassword(web, "12345")).toMatchObject({ isValid: false });
  expect(await validatePassword(web, "123456")).toMatchObject({ isValid: true });
});

test("the project names the domains that links may lead on to", async () => {
  const { text } = await bench.fetch("/identitytoolkit.googleapis.com/v1/projects?key=any");
  expect(JSON.parse(text)).toEqual({
    projectId: "demo-auth",
    authorizedDomains: ["localhost", "127.0.0.1", "shop.example", "www.shop.example"],
  });
});

test("no reCAPTCHA is asked for", async () => {
  const { text } = await bench.fetch(
    "/identitytoolkit.googleapis.com/v2/recaptchaConfig?key=any&clientType=CLIENT_TYPE_WEB&version=RECAPTCHA_ENTERPRISE",
  );
  expect(text).not.toContain('ENFORCE"');
});

test("one e-mail address stays one user", async () => {
  const reply = await bench.fetch("/emulator/v1/projects/demo-auth/config", {
    method: "PATCH",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ signIn: { allowDuplicateEmails: true } }),
  });
  expect(reply.status).toBe(501);
});
