import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OPERATIONS } from "../client/src/api-types.ts";
import { Handset, type OperationId } from "../client/src/handset.ts";
import { generateApiFiles } from "../scripts/openapi.ts";

interface Described {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: object;
}

const { paths } = JSON.parse(readFileSync("docs/openapi.json", "utf8")) as {
  paths: Record<string, Record<string, Described>>;
};
const DESCRIBED = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    operation,
  })),
);

const isOperationId = (id: string): id is OperationId => Object.hasOwn(OPERATIONS, id);

/** A client whose calls go nowhere but into a list; all are answered alike. */
function listeningClient(answer = () => Response.json({ is: "answered" })) {
  const calls: Request[] = [];
  const handset = new Handset({
    apiKey: "hs_live_x",
    baseUrl: "https://sms.example",
    fetch: async (input, init) => {
      calls.push(new Request(input, init));
      return answer();
    },
  });
  return { handset, calls };
}

test("the client's types are those of the API", async () => {
  const files = await generateApiFiles();
  expect(readFileSync("client/src/api-types.ts", "utf8"), "Run npm run openapi.").toBe(
    files["client/src/api-types.ts"],
  );
});

test("the client has the operations of the description and no others", () => {
  expect(Object.keys(OPERATIONS).sort()).toEqual(DESCRIBED.map(({ id }) => id).sort());
});

test.each(DESCRIBED)("$id is called by its name", async ({ id, method, path, operation }) => {
  if (!isOperationId(id)) throw new Error(`The client has no ${id}.`);
  const { handset, calls } = listeningClient();
  const named = (place: string) =>
    (operation.parameters ?? []).filter((parameter) => parameter.in === place);
  const values = (place: string) =>
    Object.fromEntries(named(place).map(({ name }) => [name, `a ${name}/?`]));
  const input = {
    path: values("path"),
    query: values("query"),
    ...(operation.requestBody && { body: { a: 1 } }),
  };
  // What tsc holds for each name by itself, nobody can hold for all in one loop.
  const call = handset.call.bind(handset) as (id: string, input: object) => Promise<unknown>;
  expect(await call(id, input)).toEqual({ is: "answered" });
  const [request] = calls;
  if (!request) throw new Error("Nothing was called.");
  const url = new URL(request.url);
  expect(calls).toHaveLength(1);
  expect(request.method).toBe(method);
  expect(url.pathname).toBe(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(`a ${name}/?`)),
  );
  expect(Object.fromEntries(url.searchParams)).toEqual(input.query);
  expect(await request.text()).toBe(operation.requestBody ? '{"a":1}' : "");
  const takesKey = named("header").some(({ name }) => name === "idempotency-key");
  expect(request.headers.has("Idempotency-Key")).toBe(takesKey);
});

describe("a call", () => {
  test("is checked by the compiler: its name, its places, its body and its answer", async () => {
    const { handset, calls } = listeningClient(() => Response.json({ balance: 7 }));
    const { balance } = await handset.call("getBalance");
    balance satisfies number;
    expect(balance).toBe(7);
    const wrong = [
      // @ts-expect-error There is no such operation.
      () => handset.call("getMoney"),
      // @ts-expect-error A message has an id.
      () => handset.call("getMessage"),
      // @ts-expect-error A device is named by `id`.
      () => handset.call("removeDevice", { path: { device: "dev_a" } }),
      // @ts-expect-error A name is a text.
      () => handset.call("updateDevice", { path: { id: "dev_a" }, body: { name: 7 } }),
      // @ts-expect-error The balance takes nothing.
      () => handset.call("getBalance", { path: { id: "acc_a" } }),
      // @ts-expect-error There is no table of messages.
      () => handset.readCsv("listMessages"),
    ];
    expect(wrong).toHaveLength(6);
    expect(calls).toHaveLength(1);
  });

  test.each(["", ".", ".."])("goes to no other operation by the id %j", async (id) => {
    const { handset, calls } = listeningClient();
    await expect(handset.call("removeDevice", { path: { id } })).rejects.toThrow("path.id");
    expect(calls).toEqual([]);
  });

  test("of a person carries the token of the moment and the account", async () => {
    const seen: (string | null)[] = [];
    const tokens = ["one", "two", null];
    const handset = new Handset({
      token: async () => tokens.shift() ?? null,
      baseUrl: "https://sms.example",
      fetch: async (input, init) => {
        const { headers } = new Request(input, init);
        seen.push(headers.get("Authorization"), headers.get("Handset-Account"));
        return Response.json({ data: [] });
      },
    });
    await handset.call("listDevices", {}, { accountId: "acc_1" });
    await handset.call("listDevices", {}, { accountId: "acc_2" });
    await handset.call("listAccounts");
    expect(seen).toEqual(["Bearer one", "acc_1", "Bearer two", "acc_2", null, null]);
  });

  test("for a table gives its text and where the next page begins", async () => {
    const link = '</api/v1/ledger?format=csv&cursor=c%2F2>; rel="next"';
    const pages = [new Response("id\r\n1\r\n", { headers: { link } }), new Response("id\r\n2\r\n")];
    const { handset, calls } = listeningClient(() => pages.shift() ?? Response.error());
    expect(await handset.readCsv("listLedger", { query: { limit: 1 } })).toEqual({
      text: "id\r\n1\r\n",
      next_cursor: "c/2",
    });
    expect((await handset.readCsv("listLedger")).next_cursor).toBeNull();
    expect(calls[0]?.headers.get("Accept")).toBe("text/csv");
  });
});
