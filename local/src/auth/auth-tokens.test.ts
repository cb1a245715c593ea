import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuth } from "./auth.ts";
import { sealToken } from "./id-token.ts";
import { type AuthBench, PROJECT, signUpPerson, startAuthBench } from "./testing.ts";

let bench: AuthBench;
let victim: Awaited<ReturnType<typeof signUpPerson>>;
let another: Awaited<ReturnType<typeof signUpPerson>>;

beforeAll(async () => {
  bench = await startAuthBench();
  victim = await signUpPerson(bench);
  another = await signUpPerson(bench);
});
afterAll(() => bench.close());

const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claimsOf = (token: string) => decode(token.split(".")[1]);
const HEADER = encode({ alg: "none", typ: "JWT" });

function expectRefused(token: string) {
  const header = `Bearer ${token}`;
  expect(() => bench.auth.identify(header)).toThrow(
    expect.objectContaining({ status: "UNAUTHENTICATED" }),
  );
  expect(() => bench.auth.checkIdToken(token)).toThrow();
  expect(bench.auth.checkBearer(header)).toBe("forged");
}

describe("an ID token", () => {
  test("is taken as it was given, and its proof stays out of the rules' sight", () => {
    const header = `Bearer ${victim.idToken}`;
    expect(bench.auth.checkBearer(header)).toBe("valid");
    const caller = bench.auth.identify(header);
    expect(caller).toMatchObject({ kind: "user", uid: victim.localId });
    expect(caller).not.toHaveProperty("token._mac");
  });

  test.each<[attack: string, forge: (claims: Record<string, unknown>) => string]>([
    ["no proof", ({ _mac, ...claims }) => `${HEADER}.${encode(claims)}.`],
    ["an empty proof", (claims) => `${HEADER}.${encode({ ...claims, _mac: "" })}.`],
    [
      "another user in it",
      (claims) => {
        const { localId } = another;
        const { _mac } = claimsOf(another.idToken);
        return `${HEADER}.${encode({ ...claims, sub: localId, user_id: localId, _mac })}.`;
      },
    ],
    [
      "one claim more",
      ({ _mac, ...claims }) => `${HEADER}.${encode({ ...claims, role: 1, _mac })}.`,
    ],
    ["a later end", (claims) => `${HEADER}.${encode({ ...claims, exp: 9_999_999_999 })}.`],
    [
      "a second user before the first",
      (claims) => {
        const payload = JSON.stringify(claims).replace("{", `{"sub":"${another.localId}",`);
        return `${HEADER}.${Buffer.from(payload).toString("base64url")}.`;
      },
    ],
    ["a claim after the proof", (claims) => `${HEADER}.${encode({ ...claims, sub2: "root" })}.`],
    ["a signature", (claims) => `${HEADER}.${encode(claims)}.c2ln`],
    ["another header", (claims) => `${encode({ alg: "RS256" })}.${encode(claims)}.`],
    [
      "another count of revocations",
      (claims) => {
        const [epoch, mac] = String(claims._mac).split(".");
        return `${HEADER}.${encode({ ...claims, _mac: `${Number(epoch) + 1}.${mac}` })}.`;
      },
    ],
    ["nothing in it", () => `${HEADER}..`],
    ["no JSON in it", () => `${HEADER}.${Buffer.from("{").toString("base64url")}.`],
  ])("is refused with %s", (_, forge) => {
    expectRefused(forge(claimsOf(victim.idToken)));
  });

  test("is refused when another server's secret proves it", () => {
    const { _mac, ...claims } = claimsOf(victim.idToken);
    expectRefused(sealToken(Buffer.alloc(32, 7), claims, Number(String(_mac).split(".")[0])));
  });

  test("is refused for another project on the same data", () => {
    const other = createAuth({ storage: bench.storage, projectId: "demo-other" });
    expect(other.checkBearer(`Bearer ${victim.idToken}`)).toBe("forged");
    expect(bench.auth.checkBearer(`Bearer ${victim.idToken}`)).toBe("valid");
  });

  test("is refused once its hour is over, and from the future", async () => {
    const own = await startAuthBench();
    const { idToken } = await signUpPerson(own);
    own.clock.advance(3599);
    expect(own.auth.checkBearer(`Bearer ${idToken}`)).toBe("valid");
    own.clock.advance(2);
    expect(own.auth.checkBearer(`Bearer ${idToken}`)).toBe("forged");
    own.clock.advance(-4000);
    expect(own.auth.checkBearer(`Bearer ${idToken}`)).toBe("forged");
    await own.close();
  });

  test.each<
    [
      how: string,
      end: (person: { localId: string; idToken: string; email: string }) => Promise<unknown>,
    ]
  >([
    [
      "its user is disabled",
      ({ localId }) => bench.owner("/accounts:update", { localId, disableUser: true }),
    ],
    ["its user is deleted", ({ localId }) => bench.owner("/accounts:delete", { localId })],
    [
      "its user's tokens are revoked, in the same second",
      ({ localId }) => bench.owner("/accounts:update", { localId, validSince: "1" }),
    ],
    [
      "its user changes the password",
      ({ idToken }) => bench.person("accounts:update", { idToken, password: "another horse" }),
    ],
    [
      "the owner changes its user's address",
      ({ localId, email }) => bench.owner("/accounts:update", { localId, email: `new-${email}` }),
    ],
    [
      "its user is made anew under the same id",
      async ({ localId }) => {
        await bench.owner("/accounts:delete", { localId });
        bench.clock.advance(1);
        await bench.owner("/accounts", { localId });
      },
    ],
  ])("is refused once %s, and its refresh token with it", async (_, end) => {
    const person = await signUpPerson(bench);
    await end(person);
    expectRefused(person.idToken);
    const refreshed = await bench.person("token", {
      grantType: "refresh_token",
      refreshToken: person.refreshToken,
    });
    expect(refreshed.status).toBe(400);
    expect(refreshed.body.error.message).toMatch(/^(TOKEN_EXPIRED|USER_DISABLED|USER_NOT_FOUND)$/u);
  });

  test("cannot have its proof set by custom claims", async () => {
    const customAttributes = JSON.stringify({ _mac: "1.x" });
    const reply = await bench.owner("/accounts:update", {
      localId: victim.localId,
      customAttributes,
    });
    expect(reply.body.error.message).toBe("FORBIDDEN_CLAIM : _mac");
  });
});

describe("identify", () => {
  test("knows the owner, nobody, and lets the owner in only where allowed", () => {
    expect(bench.auth.identify(undefined)).toEqual({ kind: "anonymous" });
    expect(bench.auth.identify("Bearer owner")).toEqual({ kind: "owner" });
    expect(() => bench.auth.identify("Bearer owner", { allowOwner: false })).toThrow(
      expect.objectContaining({ status: "UNAUTHENTICATED" }),
    );
  });

  test.each(["", "Bearer", "Basic b3duZXI6", "Bearer a b", `Bearer ${"a".repeat(100_000)}`])(
    "refuses %j rather than to take it for nobody",
    (header) => {
      expect(() => bench.auth.identify(header)).toThrow(
        expect.objectContaining({ status: "UNAUTHENTICATED" }),
      );
    },
  );
});

describe("checkBearer", () => {
  test.each([undefined, "Bearer hs_live_0123456789", "Basic dXNlcjpwYXNz", "Bearer owner", ""])(
    "leaves %j to whoever reads it",
    (header) => {
      expect(bench.auth.checkBearer(header)).toBe("not-a-token");
    },
  );

  test("calls forged whatever the Admin SDK could take for a token", () => {
    const payload = encode({ sub: "root", user_id: "root", aud: PROJECT });
    const spaced = Buffer.from(' {"alg":"none"}').toString("base64url");
    const headers = [
      `Bearer ${spaced}.${payload}.`,
      `bearer   ${HEADER}.${payload}.`,
      `Bearer x ${HEADER}.${payload}.`,
      `Token ${HEADER}.${payload}.`,
      `${HEADER}.${payload}.`,
      `Bearer ${HEADER}.${payload}.\n`,
    ];
    expect(headers.map((header) => bench.auth.checkBearer(header))).toEqual(
      headers.map(() => "forged"),
    );
  });
});
