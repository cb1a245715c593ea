import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuthBench, PROJECT, signUpPerson, startAuthBench } from "./testing.ts";

const TOOLKIT = "/identitytoolkit.googleapis.com/v1";
const LOOKUP = `${TOOLKIT}/projects/${PROJECT}/accounts:lookup`;
const CODES = `/emulator/v1/projects/${PROJECT}/oobCodes`;
const OWNER = { authorization: "Bearer owner" };

let bench: AuthBench;
/** A port for people: the same paths, without the owner. */
const people = createServer((req, res) => {
  if (bench.auth.handle(req, res, { allowOwner: false })) return;
  res.end("the product");
});
let peoplePort: number;

beforeAll(async () => {
  bench = await startAuthBench();
  await new Promise<void>((resolve) => people.listen(0, "127.0.0.1", resolve));
  peoplePort = (people.address() as AddressInfo).port;
});
afterAll(async () => {
  people.closeAllConnections();
  await new Promise((resolve) => people.close(resolve));
  await bench.close();
});

/** As `fetch`, which will not set Host. */
async function send(
  port: number,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      { port, path, method: body === undefined ? "GET" : "POST", headers },
      resolve,
    );
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
  let text = "";
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, text, headers: response.headers };
}

const google = (email: string) => ({
  requestUri: "http://localhost",
  postBody: new URLSearchParams({
    providerId: "google.com",
    id_token: JSON.stringify({ sub: email, email, email_verified: true }),
  }).toString(),
});
const unsignedCustomToken = { token: JSON.stringify({ uid: "root" }) };

describe("the port for people", () => {
  test("signs people up and in", async () => {
    const path = `${TOOLKIT}/accounts:signUp?key=any`;
    const { status, text } = await send(peoplePort, path, {
      email: "p@example.com",
      password: "horse!",
    });
    expect(status).toBe(200);
    expect(bench.auth.checkBearer(`Bearer ${JSON.parse(text).idToken}`)).toBe("valid");
  });

  test.each([
    ["a look at a user", LOOKUP, { localId: ["a"] }],
    ["a new user", `${TOOLKIT}/projects/${PROJECT}/accounts`, { localId: "made-by-nobody" }],
    ["a person's call as the owner", `${TOOLKIT}/accounts:signUp`, { localId: "made-by-nobody" }],
    ["the list of codes", CODES, undefined],
  ])("refuses the owner's token for %s", async (_, path, body) => {
    expect((await send(peoplePort, path, body, OWNER)).status).toBe(403);
    expect((await send(peoplePort, path, body)).status).toBe(403);
    expect(
      (await bench.owner("/accounts:lookup", { localId: ["made-by-nobody"] })).body.users,
    ).toBeUndefined();
  });

  test("refuses identities that nobody vouches for, and signs nobody in", async () => {
    const { email, localId } = await signUpPerson(bench);
    const idp = await send(peoplePort, `${TOOLKIT}/accounts:signInWithIdp?key=any`, google(email));
    expect(idp.text).toContain("OPERATION_NOT_ALLOWED");
    const custom = await send(peoplePort, `${TOOLKIT}/accounts:signInWithCustomToken?key=any`, {
      token: JSON.stringify({ uid: localId }),
    });
    expect(custom.text).toContain("INVALID_CUSTOM_TOKEN");
    expect(idp.text + custom.text).not.toContain('"idToken":"ey');
    const page = await send(peoplePort, "/emulator/auth/handler?providerId=google.com");
    expect(page.status).toBe(403);
  });

  test("leaves every other path alone", async () => {
    expect((await send(peoplePort, "/api/v1/send")).text).toBe("the product");
    expect((await send(peoplePort, "/emulators/")).text).toBe("the product");
  });
});

describe("the port for SDKs", () => {
  test.each([
    ["a page that a browser has open", { origin: "https://evil.example" }],
    ["a page of this machine", { origin: "http://localhost:3000" }],
    [
      "a page that a name was rebound for",
      { host: "evil.example", "sec-fetch-site": "same-origin" },
    ],
    ["a name that was rebound", { host: "evil.example" }],
    ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
    ["a webhook that points here", { "webhook-id": "evt_1" }],
  ])("refuses the owner's token from %s", async (_, headers) => {
    const { port } = bench.server;
    expect((await send(port, LOOKUP, { localId: ["a"] }, OWNER)).status).toBe(200);
    expect((await send(port, LOOKUP, { localId: ["a"] }, { ...OWNER, ...headers })).status).toBe(
      403,
    );
    expect((await send(port, CODES, undefined, { ...OWNER, ...headers })).status).toBe(403);
  });

  test.each([
    ["a page of another origin", { origin: "https://evil.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a name that was rebound", { host: "evil.example" }],
    ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
  ])("takes no stand-in identity from %s", async (_, headers) => {
    const { port } = bench.server;
    const idp = `${TOOLKIT}/accounts:signInWithIdp?key=any`;
    const custom = `${TOOLKIT}/accounts:signInWithCustomToken?key=any`;
    expect((await send(port, idp, google("g@example.com"), headers)).status).toBe(400);
    expect((await send(port, custom, unsignedCustomToken, headers)).status).toBe(400);
    const near = { origin: "http://localhost:5173" };
    expect((await send(port, idp, google("g@example.com"), near)).status).toBe(200);
    expect((await send(port, custom, unsignedCustomToken, near)).status).toBe(200);
  });

  test("answers a page of any origin about itself, with a preflight", async () => {
    const origin = "https://shop.example";
    const response = await fetch(`${bench.server.url}${TOOLKIT}/accounts:signUp?key=any`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-client-version",
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-allow-headers")).toBe(
      "content-type,x-client-version",
    );
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("refuses a body of more than two megabytes", async () => {
    const reply = await bench.person("accounts:signUp", { email: "x".repeat(2 * 1024 * 1024) });
    expect(reply.status).toBe(413);
  });

  test("says of what it lacks that it lacks it", async () => {
    const phone = await bench.person("accounts:sendVerificationCode", { phoneNumber: "+4930" });
    expect(phone.body.error).toMatchObject({
      code: 501,
      status: "NOT_IMPLEMENTED",
      message: expect.stringMatching(/^\(\(.+\)\)$/u),
    });
    const cookie = await bench.owner(":createSessionCookie", { idToken: "a" });
    expect(cookie.status).toBe(501);
    const inherited = await bench.fetch(`${TOOLKIT}/accounts:constructor?key=any`);
    expect(inherited.status).toBe(501);
  });

  test.each([
    ["a tenant", "/accounts:lookup", { tenantId: "t", localId: ["a"] }],
    ["a second factor", "/accounts", { localId: "mfa", mfaInfo: [{ phoneInfo: "+4930" }] }],
    ["a link domain", "/accounts:sendOobCode", { requestType: "EMAIL_SIGNIN", linkDomain: "a.b" }],
  ])("refuses %s rather than to leave it out", async (_, rpc, body) => {
    expect((await bench.owner(rpc, body)).status).toBe(501);
    const { users } = (await bench.owner("/accounts:lookup", { localId: ["mfa"] })).body;
    expect(users).toBeUndefined();
  });

  test("says nothing of the inside when it fails", async () => {
    const logged: string[] = [];
    const broken = await startAuthBench({ log: (_, message) => void logged.push(message) });
    broken.storage.database.exec("DROP TABLE auth_users");
    const reply = await broken.person("accounts:signUp", { email: "a@b.co", password: "horse!" });
    expect(reply).toMatchObject({ status: 500, body: { error: { message: "INTERNAL_ERROR" } } });
    expect(reply.text).not.toContain("auth_users");
    expect(logged).toEqual([expect.stringContaining("auth_users")]);
    await broken.close();
  });

  test("knows one project", async () => {
    const path = `${TOOLKIT}/projects/another/accounts:lookup`;
    const reply = await send(bench.server.port, path, { localId: ["a"] }, OWNER);
    expect(JSON.parse(reply.text).error.message).toMatch(/^PROJECT_NOT_FOUND/u);
  });
});
