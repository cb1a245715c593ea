import { describe, expect, test } from "vitest";
import { BROWSER, setUpAuth, signUpPerson, startAuthBench } from "./testing.ts";

const bench = setUpAuth({ publicUrl: "https://shop.example" });

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
    const tampered = new URL(bench.mailTo(email).path, bench.server.url);
    tampered.searchParams.set("continueUrl", "https://evil.example/");
    const { status, headers } = await bench.fetch(tampered.pathname + tampered.search);
    expect(status).toBe(303);
    expect(headers.get("location")).toMatch(/^https:\/\/shop\.example\/in\?mode=signIn&/u);
  });

  test("is for one thing", async () => {
    const { email, idToken } = await signUpPerson(bench);
    await bench.person("accounts:sendOobCode", { requestType: "VERIFY_EMAIL", idToken });
    const { code: oobCode } = bench.mailTo(email);
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
    const { path, code } = bench.mailTo(email);
    const page = await bench.fetch(path, { headers: BROWSER });
    expect(page.text).toContain("a&#38;b&#39;x@example.com");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const look = () => bench.person("accounts:lookup", { idToken });
    expect((await look()).body.users[0]?.emailVerified).toBe(false);
    expect((await bench.submit({ mode: "verifyEmail", oobCode: code })).text).toContain(
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
      { email, requestType: "EMAIL_SIGNIN", oobCode: bench.mailTo(email).code },
    ]);
    await bench.person("accounts:signInWithEmailLink", {
      email,
      oobCode: bench.mailTo(email).code,
    });
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
