import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, test } from "vitest";
import { createFirestoreHttp } from "./http.ts";
import { callCommit, callGrpc } from "./testing/grpc-call.ts";
import { DATABASE, ROOT } from "./testing/listening-client.ts";
import { encodeByOracle } from "./testing/proto-oracle.ts";
import { AS_OWNER, AS_USER, commitOf, post } from "./testing/rest-call.ts";
import { identify, openWireEngine, send, setUpWireServer } from "./testing/wire-server.ts";

const server = setUpWireServer({ allowOwner: true });

describe("the one port", () => {
  test("speaks HTTP/1.1 and gRPC, whichever comes first", async () => {
    expect((await send(server, "GET", "/")).text).toBe("Ok\n");
    expect(await callCommit(server, "Bearer owner", `${ROOT}/a/b`)).toBe(0);
  });

  test("waits for a first line that comes in pieces", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.write("P");
    await new Promise<void>((resolve) => setImmediate(resolve));
    socket.write("RO");
    socket.write("PFIND / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(socket, "close");
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 404/);
  });

  test("answers an unknown path with a Firestore error", async () => {
    const answer = await send(server, "GET", "/v2/elsewhere");
    expect(answer.json()).toMatchObject({ error: { code: 404, status: "NOT_FOUND" } });
  });
});

describe("what is malformed", () => {
  test("is refused as the sender's fault, over gRPC", async () => {
    const cut = encodeByOracle("CommitRequest", { database: DATABASE }).subarray(0, -1);
    expect(await callGrpc(server, "Bearer owner", "Commit", cut)).toBe(3);
    const garbage = Buffer.from([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
    expect(await callGrpc(server, "Bearer owner", "GetDocument", garbage)).toBe(3);
    expect(await callGrpc(server, "Bearer owner", "ExecutePipeline", cut)).toBe(12);
  });

  test("is refused as the sender's fault, however deep it is nested", async () => {
    const depth = 20_000;
    const value = `${'{"arrayValue":{"values":['.repeat(depth)}{"nullValue":null}${"]}}".repeat(depth)}`;
    const body = `{"writes":[{"update":{"name":"${ROOT}/deep/a","fields":{"a":${value}}}}]}`;
    const answer = await post(server, "commit", body);
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { error: { status: "INVALID_ARGUMENT" } },
    ]);
  });
});

describe("the front ends in another server", () => {
  test("answer what is theirs, leave the rest alone and take no owner's token", async () => {
    const engine = openWireEngine();
    const firestore = createFirestoreHttp({ engine, identify });
    const host = createServer((req, res) => {
      if (firestore.handle(req, res) === false) res.writeHead(418).end();
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    const { port } = host.address() as AddressInfo;
    const paths = ["/", "/api/v1/send", "/emulator/v1/projects/x:securityRules", "/%ff"];
    for (const path of paths) expect((await send({ port }, "GET", path)).status).toBe(418);
    const commit = (headers: Record<string, string>) =>
      send({ port }, "POST", `/v1/${ROOT}:commit`, { headers, body: commitOf("open/a") });
    expect([(await commit(AS_USER)).status, (await commit(AS_OWNER)).status]).toEqual([200, 401]);
    firestore.close();
    host.closeAllConnections();
    host.close();
    await engine.close();
  });
});
