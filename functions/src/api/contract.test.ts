import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { breaches } from "../../testing/breaches.ts";
import {
  brokenValues,
  type JsonSchema,
  type Schemas,
  validValues,
} from "../../testing/from-schema.ts";
import { createHarness, type Harness } from "../../testing/harness.ts";
import { createApiApp } from "./app.ts";
import type { Api } from "./route.ts";

interface Media {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, unknown>;
}

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; schema: JsonSchema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Schemas };
  webhooks: Record<string, { post: Operation }>;
}

const RUNS = 10;
/** A sentence. zod's own say what came rather than what to write, and end in no full stop. */
const OUR_WORDS = /^(?!Invalid|Too |Unrecognized|Expected)[A-Z].*\.$/s;
const document: Document = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const { schemas } = document.components;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

let harness: Harness;
let app: Api;
let key: string;
const known: Record<string, string> = {};

beforeAll(async () => {
  Object.assign(process.env, { CURRENCY: "USD", PRICE_PER_SEGMENT_MICROS: "30000" });
  Object.assign(process.env, { MESSAGES_PER_MINUTE: "10000" });
  harness = await createHarness({ balance: 1_000_000_000_000 });
  app = createApiApp(harness.services);
  key = await harness.issueKey();
  harness.users.set("a.b.c", { uid: "fuzz", email: "fuzz@example.com", name: "Fuzz" });
  known["/devices/{id}"] = await harness.addDevice();
  known["/messages/{id}"] = await harness.addMessage({});
});

test("the committed description is what the API serves", async () => {
  const served = await app.request("/api/v1/openapi.json");
  expect(document, "Run npm run openapi.").toEqual(await served.json());
});

/** Of what is no operation: the address that Stripe posts to, and a method that an address does not take. */
const UNDESCRIBED = ["invalid_signature", "method_not_allowed"];

test("the description names every code that docs/errors.md explains", () => {
  const page = readFileSync("docs/errors.md", "utf8");
  const explained = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
  const described = operations
    .flatMap(({ responses }) => Object.values(responses))
    .flatMap(({ content }) => Object.keys(content?.["application/problem+json"]?.examples ?? {}));
  expect([...new Set([...described, ...UNDESCRIBED])].sort()).toEqual(explained.sort());
});

describe("every operation", () => {
  test.each(operations)("$operationId answers valid calls as described", async (operation) => {
    await callMany(operation, validCalls(operation));
  });

  test.each(operations)("$operationId refuses broken calls as described", async (operation) => {
    await callMany(operation, brokenCalls(operation));
  });

  test.each(operations)(
    "$operationId says what to write instead, in our words",
    async (operation) => {
      for (const call of breachingCalls(operation)) {
        const response = await send(operation, call);
        if (response.status !== 422) continue;
        const { errors } = (await response.json()) as { errors: { message: string }[] };
        for (const { message } of errors) expect(message, JSON.stringify(call)).toMatch(OUR_WORDS);
      }
    },
  );

  test.each(operations)("$operationId tells a stranger nothing", async (operation) => {
    const [call] = fc.sample(validCalls(operation), { numRuns: 1, seed: 1 });
    if (call === undefined) throw new Error("No call was made up.");
    const response = await send(operation, call, { as: "hs_live_wrong" });
    expect(response.status).toBe(401);
    await expectDescribed(operation, response);
  });
});

describe("examples", () => {
  const named = Object.entries(
    schemas as Record<string, JsonSchema & { examples?: unknown[] }>,
  ).flatMap(([name, { examples }]) => (examples ?? []).map((example) => ({ name, example })));

  test.each(named)("$name has one that is valid", ({ name, example }) => {
    expectValid({ $ref: `#/components/schemas/${name}` }, example);
  });

  test.each(Object.entries(document.webhooks))(
    "the event %s has one that is valid",
    (_, { post }) => {
      const media = post.requestBody?.content["application/json"];
      expect(media?.example).toBeDefined();
      for (const part of media?.schema.allOf ?? []) expectValid(part, media?.example);
    },
  );
});

interface Call {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  body?: unknown;
}

function validCalls(operation: Operation): fc.Arbitrary<Call> {
  return calls(operation, validValues);
}

function brokenCalls(operation: Operation): fc.Arbitrary<Call> {
  return calls(operation, brokenValues);
}

/** Each breaks one bound of what the operation takes. */
function breachingCalls(operation: Operation): Call[] {
  const nothing: Call = { path: {}, query: {}, headers: {} };
  const places = { path: "path", query: "query", header: "headers" } as const;
  const inParameters = (operation.parameters ?? []).flatMap(({ name, in: place, schema }) =>
    breaches(schema, schemas).map((value) => ({
      ...nothing,
      [places[place as keyof typeof places]]: { [name]: value },
    })),
  );
  const body = operation.requestBody?.content["application/json"]?.schema;
  const inBody = body === undefined ? [] : breaches(body, schemas);
  return [...inParameters, ...inBody.map((value) => ({ ...nothing, body: value }))];
}

function calls(operation: Operation, values: typeof validValues): fc.Arbitrary<Call> {
  const at = (place: string) =>
    fc.record(
      Object.fromEntries(
        (operation.parameters ?? [])
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, values(schema, schemas)]),
      ),
      place === "path" ? {} : { requiredKeys: [] },
    );
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return fc.record({
    path: at("path"),
    query: at("query"),
    headers: at("header"),
    ...(schema !== undefined && { body: values(schema, schemas) }),
  });
}

type Described = (typeof operations)[number];

async function callMany(operation: Described, arbitrary: fc.Arbitrary<Call>): Promise<void> {
  for (const [turn, call] of fc.sample(arbitrary, { numRuns: RUNS, seed: 6 }).entries()) {
    await expectDescribed(operation, await send(operation, call, { isOwn: turn % 3 > 0 }), call);
  }
}

async function send(
  operation: Described,
  call: Call,
  { as, isOwn = false }: { as?: string; isOwn?: boolean } = {},
): Promise<Response> {
  const isForPeople = operation.security.every((scheme) => "idToken" in scheme);
  const own =
    isOwn && Object.entries(known).find(([suffix]) => operation.path.includes(suffix))?.[1];
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(own || textOf(call.path[name]) || "x"),
  );
  const query = new URLSearchParams(
    Object.entries(call.query).map(([name, value]) => [name, textOf(value)]),
  );
  return app.request(`${path}?${query}`, {
    method: operation.method.toUpperCase(),
    headers: {
      ...headersOf(call.headers),
      Authorization: `Bearer ${as ?? (isForPeople ? "a.b.c" : key)}`,
      "Content-Type": "application/json",
    },
    ...("body" in call && { body: JSON.stringify(call.body) }),
  });
}

/** What can stand in a header at all. */
function headersOf(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      textOf(value)
        .replace(/[^\x20-\x7e]/g, "")
        .slice(0, 300),
    ]),
  );
}

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.toWellFormed().slice(0, 2_000);
}

async function expectDescribed(
  operation: Described,
  response: Response,
  call?: Call,
): Promise<void> {
  const text = await response.text();
  const about = `${operation.operationId} ${JSON.stringify(call)?.slice(0, 500)} → ${response.status} ${text.slice(0, 500)}`;
  expect(response.status, about).toBeLessThan(500);
  const described = operation.responses[response.status];
  expect(described, about).toBeDefined();
  const type = response.headers.get("Content-Type")?.split(";")[0] ?? "";
  if (described?.content === undefined) return expect(text, about).toBe("");
  const media = described.content[type];
  if (media === undefined) return expect.fail(`${type} is not described: ${about}`);
  expectValid(media.schema, type.endsWith("json") ? JSON.parse(text) : text, about);
  if (response.status >= 400) {
    const { code } = JSON.parse(text);
    expect(JSON.stringify(media), about).toContain(`"#/components/examples/${code}"`);
  }
}

const parsers = new Map<string, z.ZodType>();

function expectValid(schema: JsonSchema, value: unknown, about?: string): void {
  const text = JSON.stringify({ $defs: schemas, ...schema }).replaceAll(
    "#/components/schemas/",
    "#/$defs/",
  );
  const parser = parsers.get(text) ?? z.fromJSONSchema(JSON.parse(text));
  parsers.set(text, parser);
  expect(parser.safeParse(value).error?.issues ?? [], about).toEqual([]);
}
