import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Client, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FirestoreError } from "../errors.ts";
import { createFirestoreHttp } from "./http.ts";
import { DATABASE, freshCollection, OWNER, ROOT } from "./testing/listening-client.ts";
import { encodeByOracle } from "./testing/proto-oracle.ts";
import {
  identify,
  openWireEngine,
  send,
  startWireServer,
  type WireServer,
} from "./testing/wire-server.ts";

let server: WireServer;
let rules = "";
beforeAll(async () => {
  server = await startWireServer({
    allowOwner: true,
    emulator: {
      setRules: (source) => {
        if (source === "broken") throw new FirestoreError("INVALID_ARGUMENT", "line 1, column 1");
        rules = source;
      },
      clear: () => server.engine.clear(),
    },
  });
});
afterAll(() => server.close());

const AS_OWNER = { Authorization: "Bearer owner" };
const AS_USER = { Authorization: "Bearer u1" };

function post(verb: string, body: unknown, headers: Record<string, string> = AS_OWNER) {
  return send(server, "POST", `/v1/${ROOT}:${verb}`, { headers, body });
}

const set = (path: string, fields: object = {}) => ({
  writes: [{ update: { name: `${ROOT}/${path}`, fields } }],
});

/** One unary gRPC call; resolves with the code of its answer. */
function callCommit(port: number, authorization: string, name: string): Promise<number> {
  const request = encodeByOracle("CommitRequest", {
    database: DATABASE,
    writes: [{ update: { name } }],
  });
  return callGrpc(port, authorization, "Commit", request);
}

function callGrpc(
  port: number,
  authorization: string,
  method: string,
  request: Uint8Array,
): Promise<number> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", authorization);
  const same = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      `/google.firestore.v1.Firestore/${method}`,
      same,
      same,
      Buffer.from(request),
      metadata,
      (error: ServiceError | null) => {
        client.close();
        resolve(error?.code ?? 0);
      },
    );
  });
}

describe("the one port", () => {
  test("speaks HTTP/1.1 and gRPC, whichever comes first", async () => {
    expect((await send(server, "GET", "/")).text).toBe("Ok\n");
    expect(await callCommit(server.port, "Bearer owner", `${ROOT}/a/b`)).toBe(0);
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

describe("who may", () => {
  test("the owner's token is taken on the port for SDKs only", async () => {
    const name = `${ROOT}/secret/a`;
    const closed = await startWireServer({});
    expect(await callCommit(closed.port, "Bearer owner", name)).toBe(16);
    expect(await callCommit(closed.port, "bearer OWNER", name)).toBe(16);
    const answer = await send(closed, "POST", `/v1/${ROOT}:commit`, {
      headers: AS_OWNER,
      body: set("secret/a"),
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
    const answer = await post("commit", set(path), headers as Record<string, string>);
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
    const written = await send(server, "POST", `/v1/${ROOT}:commit`, { ...call, body: set("x/y") });
    const cleared = await send(server, "DELETE", `/emulator/v1/${DATABASE}/documents`, call);
    expect([read.status, written.status, cleared.status]).toEqual([401, 401, 403]);
  });

  test("gRPC callers meet the same rules", async () => {
    expect(await callCommit(server.port, "Bearer u1", `${ROOT}/open/b`)).toBe(0);
    expect(await callCommit(server.port, "Bearer u1", `${ROOT}/secret/b`)).toBe(7);
    expect(await callCommit(server.port, "Bearer forged", `${ROOT}/open/b`)).toBe(16);
  });
});

describe("what is malformed", () => {
  test("is refused as the sender's fault, over gRPC", async () => {
    const cut = encodeByOracle("CommitRequest", { database: DATABASE }).subarray(0, -1);
    expect(await callGrpc(server.port, "Bearer owner", "Commit", cut)).toBe(3);
    const garbage = Buffer.from([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
    expect(await callGrpc(server.port, "Bearer owner", "GetDocument", garbage)).toBe(3);
    expect(await callGrpc(server.port, "Bearer owner", "ExecutePipeline", cut)).toBe(12);
  });

  test("is refused as the sender's fault, however deep it is nested", async () => {
    const depth = 20_000;
    const value = `${'{"arrayValue":{"values":['.repeat(depth)}{"nullValue":null}${"]}}".repeat(depth)}`;
    const body = `{"writes":[{"update":{"name":"${ROOT}/deep/a","fields":{"a":${value}}}}]}`;
    const answer = await post("commit", body);
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { error: { status: "INVALID_ARGUMENT" } },
    ]);
  });
});

describe("REST", () => {
  test("takes percent-encoded resources, query strings and any content type", async () => {
    const path = `/v1/${ROOT.replace("(default)", "%28default%29")}:commit?$alt=json%3Benum-encoding=int`;
    const headers = { ...AS_OWNER, "Content-Type": "text/plain" };
    const answer = await send(server, "POST", path, { headers, body: set("enc/a") });
    expect(answer.json()).toMatchObject({ writeResults: [{}], commitTime: expect.any(String) });
  });

  test("answers streaming verbs with one array, which an empty query fills with its time", async () => {
    const structuredQuery = { from: [{ collectionId: freshCollection() }] };
    expect((await post("runQuery", { structuredQuery })).json()).toEqual([
      { readTime: expect.any(String) },
    ]);
    const lookup = { documents: [`${ROOT}/enc/missing`], newTransaction: { readOnly: {} } };
    expect((await post("batchGet", lookup)).json()).toEqual([
      {
        missing: `${ROOT}/enc/missing`,
        readTime: expect.any(String),
        transaction: expect.any(String),
      },
    ]);
  });

  test("wraps the errors of streaming verbs in an array too", async () => {
    const answer = await post("runQuery", { structuredQuery: { from: 5 } });
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      [{ error: { code: 400, status: "INVALID_ARGUMENT" } }],
    ]);
  });

  test.each([
    ["commit", "{", 400, "INVALID_ARGUMENT"],
    ["commit", { wirtes: [] }, 400, "INVALID_ARGUMENT"],
    ["rollback", { transaction: "!" }, 400, "INVALID_ARGUMENT"],
  ])("refuses a malformed %s", async (verb, body, status, name) => {
    const answer = await post(verb, body);
    expect([answer.status, answer.json()]).toMatchObject([status, { error: { status: name } }]);
  });

  test.each(["executePipeline", "listen", "write"])(
    "says that %s is not implemented",
    async (verb) => {
      const answer = await post(verb, {});
      expect(answer.status).toBe(501);
      expect(answer.text).toContain('"UNIMPLEMENTED"');
    },
  );

  test("refuses a body beyond the limit", async () => {
    const answer = await post("commit", " ".repeat(11 * 1024 * 1024 + 1));
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining("exceeds the limit"),
    ]);
  });

  test("serves documents one by one, by their names", async () => {
    const collection = `/v1/${ROOT}/${freshCollection()}`;
    const fields = { text: { stringValue: "hi" }, n: { integerValue: "1" } };
    const call = (method: string, path: string, body?: unknown) =>
      send(server, method, path, { headers: AS_OWNER, ...(body !== undefined && { body }) });
    const created = await call("POST", `${collection}?documentId=a:b`, { fields });
    expect([created.status, created.json()]).toMatchObject([200, { fields }]);
    expect((await call("POST", `${collection}?documentId=a:b`, { fields })).status).toBe(409);
    const named = (await call("POST", collection, { fields })).json() as { name: string };
    expect(named.name).toMatch(/\/[A-Za-z0-9]{20}$/);
    const patch = `${collection}/a:b?updateMask.fieldPaths=n&mask.fieldPaths=n`;
    expect(
      (await call("PATCH", patch, { fields: { n: { integerValue: "2" } } })).json(),
    ).toMatchObject({
      fields: { n: { integerValue: "2" } },
    });
    expect((await call("GET", `${collection}/a:b`)).json()).toMatchObject({
      fields: { text: { stringValue: "hi" }, n: { integerValue: "2" } },
    });
    const listed = (await call("GET", `${collection}?pageSize=1`)).json() as {
      documents: unknown[];
    };
    expect(listed.documents).toHaveLength(1);
    expect((await call("DELETE", `${collection}/a:b?currentDocument.exists=true`)).status).toBe(
      200,
    );
    expect((await call("GET", `${collection}/a:b`)).status).toBe(404);
    expect((await call("DELETE", `${collection}/a:b?currentDocument.exists=true`)).status).toBe(
      404,
    );
    expect((await call("DELETE", `${collection}/a:b?currentDocument.exists=yes`)).status).toBe(400);
    expect((await call("PATCH", collection, {})).status).toBe(404);
  });

  test("lets pages of other origins in, for their requests before and for their errors", async () => {
    const headers = { Origin: "https://page.example" };
    const before = await send(server, "OPTIONS", `/v1/${ROOT}:commit`, { headers });
    expect([before.status, before.headers["access-control-allow-credentials"]]).toEqual([
      204,
      "true",
    ]);
    const refused = await post("commit", "{", headers);
    expect(refused.headers["access-control-allow-origin"]).toBe(headers.Origin);
  });
});

describe("what an emulator is asked", () => {
  test("takes rules, and says where they do not parse", async () => {
    const path = "/emulator/v1/projects/demo-listen:securityRules";
    const body = (content: string) => ({ rules: { files: [{ content }] } });
    expect((await send(server, "PUT", path, { body: body("rules_version = '2';") })).status).toBe(
      200,
    );
    expect(rules).toBe("rules_version = '2';");
    const refused = await send(server, "PUT", path, { body: body("broken") });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("line 1")]);
    expect((await send(server, "PUT", path, { body: { rules: {} } })).status).toBe(400);
  });

  test("deletes every document", async () => {
    await post("commit", set("cleared/a"));
    const path = `/emulator/v1/${DATABASE}/documents`;
    expect((await send(server, "DELETE", path)).status).toBe(200);
    const { found } = await server.engine.batchGet({ documents: [`${ROOT}/cleared/a`] }, OWNER);
    expect(found).toEqual([null]);
  });

  test("is served where it was asked for only", async () => {
    const plain = await startWireServer();
    expect((await send(plain, "DELETE", `/emulator/v1/${DATABASE}/documents`)).status).toBe(404);
    await plain.close();
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
      send({ port }, "POST", `/v1/${ROOT}:commit`, { headers, body: set("open/a") });
    expect([(await commit(AS_USER)).status, (await commit(AS_OWNER)).status]).toEqual([200, 401]);
    firestore.close();
    host.closeAllConnections();
    host.close();
    await engine.close();
  });
});
