import { describe, expect, test } from "vitest";
import { freshCollection, ROOT } from "./testing/listening-client.ts";
import { AS_OWNER, commitOf, post } from "./testing/rest-call.ts";
import { send, setUpWireServer } from "./testing/wire-server.ts";

const server = setUpWireServer({ allowOwner: true });

describe("REST", () => {
  test("takes percent-encoded resources, query strings and any content type", async () => {
    const path = `/v1/${ROOT.replace("(default)", "%28default%29")}:commit?$alt=json%3Benum-encoding=int`;
    const headers = { ...AS_OWNER, "Content-Type": "text/plain" };
    const answer = await send(server, "POST", path, { headers, body: commitOf("enc/a") });
    expect(answer.json()).toMatchObject({ writeResults: [{}], commitTime: expect.any(String) });
  });

  test("answers streaming verbs with one array, which an empty query fills with its time", async () => {
    const structuredQuery = { from: [{ collectionId: freshCollection() }] };
    expect((await post(server, "runQuery", { structuredQuery })).json()).toEqual([
      { readTime: expect.any(String) },
    ]);
    const lookup = { documents: [`${ROOT}/enc/missing`], newTransaction: { readOnly: {} } };
    expect((await post(server, "batchGet", lookup)).json()).toEqual([
      {
        missing: `${ROOT}/enc/missing`,
        readTime: expect.any(String),
        transaction: expect.any(String),
      },
    ]);
  });

  test("wraps the errors of streaming verbs in an array too", async () => {
    const answer = await post(server, "runQuery", { structuredQuery: { from: 5 } });
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
    const answer = await post(server, verb, body);
    expect([answer.status, answer.json()]).toMatchObject([status, { error: { status: name } }]);
  });

  test.each(["executePipeline", "listen", "write"])(
    "says that %s is not implemented",
    async (verb) => {
      const answer = await post(server, verb, {});
      expect(answer.status).toBe(501);
      expect(answer.text).toContain('"UNIMPLEMENTED"');
    },
  );

  test("refuses a body beyond the limit", async () => {
    const answer = await post(server, "commit", " ".repeat(11 * 1024 * 1024 + 1));
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
    const refused = await post(server, "commit", "{", headers);
    expect(refused.headers["access-control-allow-origin"]).toBe(headers.Origin);
  });
});
