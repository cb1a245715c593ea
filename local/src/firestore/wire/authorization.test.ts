import { describe, expect, test } from "vitest";
import { callCommit } from "./testing/grpc-call.ts";
import { DATABASE, OWNER, ROOT } from "./testing/listening-client.ts";
import { AS_OWNER, AS_USER, commitOf, post } from "./testing/rest-call.ts";
import { send, setUpWireServer, startWireServer } from "./testing/wire-server.ts";

const server = setUpWireServer({
  allowOwner: true,
  emulator: { setRules: () => {}, clear: () => server.engine.clear() },
});

describe("who may", () => {
  test("the owner's token is taken on the port for SDKs only", async () => {
    const name = `${ROOT}/secret/a`;
    const closed = await startWireServer({});
    expect(await callCommit(closed, "Bearer owner", name)).toBe(16);
    expect(await callCommit(closed, "bearer OWNER", name)).toBe(16);
    const answer = await send(closed, "POST", `/v1/${ROOT}:commit`, {
      headers: AS_OWNER,
      body: commitOf("secret/a"),
    });
    expect([answer.status, answer.json()]).toMatchObject([
      401,
      { error: { status: "UNAUTHENTICATED" } },
    ]);
    const { found } = await closed.engine.batchGet({ documents: [name] }, OWNER);
    expect(found).toEqual([null]);
    await closed.close();
  });

  test.each([
    ["a user within the rules", AS_USER, "open/a", 200],
    ["a user beyond them", AS_USER, "secret/a", 403],
    ["somebody signed out", {}, "open/a", 403],
    ["a forged token", { Authorization: "Bearer forged" }, "open/a", 401],
  ])("%s is answered %j", async (_, headers, path, status) => {
    const answer = await post(server, "commit", commitOf(path), headers as Record<string, string>);
    expect(answer.status).toBe(status);
  });

  test.each([
    ["a page of another origin", { Origin: "https://evil.example" }],
    ["a page of this machine", { Origin: "http://localhost:3000" }],
    ["a page whose name was turned to this machine", { Host: "evil.example:8080" }],
    ["a page that a browser vouches for", { "Sec-Fetch-Site": "same-origin" }],
    ["a webhook that points here", { "Webhook-Id": "evt_1" }],
  ])("the owner's token is not taken from %s", async (_, headers) => {
    const call = { headers: { ...AS_OWNER, ...headers } };
    const read = await send(server, "GET", `/v1/${ROOT}/open/a`, call);
    const written = await send(server, "POST", `/v1/${ROOT}:commit`, {
      ...call,
      body: commitOf("x/y"),
    });
    const cleared = await send(server, "DELETE", `/emulator/v1/${DATABASE}/documents`, call);
    expect([read.status, written.status, cleared.status]).toEqual([401, 401, 403]);
  });

  test("gRPC callers meet the same rules", async () => {
    expect(await callCommit(server, "Bearer u1", `${ROOT}/open/b`)).toBe(0);
    expect(await callCommit(server, "Bearer u1", `${ROOT}/secret/b`)).toBe(7);
    expect(await callCommit(server, "Bearer forged", `${ROOT}/open/b`)).toBe(16);
  });
});
