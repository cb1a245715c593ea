import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openStorage } from "../../../storage.ts";
import { createEngine } from "../../engine/create-engine.ts";
import type { Engine } from "../../engine.ts";
import { FirestoreError } from "../../errors.ts";
import type { Caller, StructuredQuery } from "../../protocol.ts";
import {
  freshCollection,
  ListeningClient,
  PROJECT_ID,
  put,
  queryOf,
  ROOT,
  remove,
  told,
} from "../testing/listening-client.ts";
import { Dispatcher } from "./dispatcher.ts";

const USER: Caller = { kind: "user", uid: "u1", token: {} };

let engine: Engine;
let dispatcher: Dispatcher;
let client: ListeningClient;
let refused: (name: string) => boolean;

beforeAll(() => {
  const check = (name: string) => {
    if (refused(name)) {
      throw new FirestoreError("PERMISSION_DENIED", "Missing or insufficient permissions.");
    }
  };
  engine = createEngine({
    storage: openStorage(null),
    projectId: PROJECT_ID,
    accessPolicy: {
      checkGet: (_, name) => check(name),
      checkList: (_, parent, query) => check(`${parent}/${query.from[0]?.collectionId}`),
      checkWrites: () => {},
    },
  });
});
afterAll(() => engine.close());

beforeEach(() => {
  refused = () => false;
  dispatcher = new Dispatcher(engine, (error) => {
    throw error;
  });
  client = new ListeningClient(dispatcher);
});
afterEach(() => {
  client.close();
  dispatcher.close();
});

const kinds = (from = 0) =>
  client.received.slice(from).map((response) => {
    if ("targetChange" in response) return response.targetChange.targetChangeType;
    return Object.keys(response)[0];
  });

describe("a listen stream", () => {
  test("introduces a target and then tells each commit with its moment", async () => {
    const collection = freshCollection();
    await put(engine, `${collection}/a`, {});
    client.add({ targetId: 2, ...queryOf(collection) });
    await told();
    expect(kinds()).toEqual(["ADD", "documentChange", "CURRENT", "NO_CHANGE"]);
    await put(engine, `${collection}/b`, {});
    await told();
    await remove(engine, `${collection}/a`);
    await told();
    expect(kinds(4)).toEqual(["documentChange", "NO_CHANGE", "documentDelete", "NO_CHANGE"]);
  });

  test("stays silent about commits that concern no target", async () => {
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    client.add({ targetId: 4, documents: { documents: [`${ROOT}/${collection}x/a`] } });
    await told();
    const { length } = client.received;
    await put(engine, `${freshCollection()}/a`, {});
    await put(engine, `${collection}x/b`, {});
    await put(engine, `${collection}/a/sub/b`, {});
    await told();
    expect(client.received.slice(length)).toEqual([]);
  });

  test("tells one message for a document that several targets show", async () => {
    const collection = freshCollection();
    const name = `${ROOT}/${collection}/a`;
    const where: StructuredQuery["where"] = {
      fieldFilter: { field: { fieldPath: "n" }, op: "EQUAL", value: { integerValue: "1" } },
    };
    await put(engine, `${collection}/a`, { n: { integerValue: "1" } });
    client.add({ targetId: 2, ...queryOf(collection) });
    client.add({ targetId: 4, documents: { documents: [name] } });
    client.add({ targetId: 6, ...queryOf(collection, { where }) });
    await told();
    const { length } = client.received;
    await put(engine, `${collection}/a`, { n: { integerValue: "2" } });
    await told();
    expect(client.received.slice(length, -1)).toMatchObject([
      { documentChange: { document: { name }, targetIds: [2, 4], removedTargetIds: [6] } },
    ]);
  });

  test("tells a document target that its document does not exist", async () => {
    const name = `${ROOT}/${freshCollection()}/missing`;
    client.add({ targetId: 2, documents: { documents: [name] } });
    await told();
    expect(client.received[1]).toMatchObject({
      documentDelete: { document: name, removedTargetIds: [2] },
    });
  });

  test("a target added in the same turn as a commit shows it once", async () => {
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    const pending = put(engine, `${collection}/a`, {});
    const stop = engine.onCommit(() => client.add({ targetId: 4, ...queryOf(collection) }));
    await pending;
    stop();
    await told();
    expect([client.names(2), client.names(4)]).toEqual([
      [`${ROOT}/${collection}/a`],
      [`${ROOT}/${collection}/a`],
    ]);
    expect(client.received.filter((response) => "documentChange" in response)).toHaveLength(2);
    const firstShown = kinds().indexOf("documentChange");
    expect(kinds().lastIndexOf("ADD")).toBeGreaterThan(firstShown);
  });

  test("a removed target is told no more, and the others go on", async () => {
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    client.add({ targetId: 4, ...queryOf(collection) });
    await told();
    client.remove(2);
    expect(kinds().at(-1)).toBe("REMOVE");
    await put(engine, `${collection}/a`, {});
    await told();
    expect([client.names(2), client.names(4)]).toEqual([[], [`${ROOT}/${collection}/a`]]);
  });

  test("a target for one answer is removed once it is current", async () => {
    client.add({ targetId: 2, ...queryOf(freshCollection()), once: true });
    await told();
    expect(kinds()).toEqual(["ADD", "CURRENT", "NO_CHANGE", "REMOVE"]);
  });

  test("refuses a target id in use and another project's names", () => {
    client.add({ targetId: 2, ...queryOf(freshCollection()) });
    expect(() => client.stream.receive({ database: "projects/x/databases/(default)" })).toThrow(
      FirestoreError,
    );
    expect(() => client.add({ targetId: 2, ...queryOf(freshCollection()) })).toThrow("in use");
    const elsewhere = "projects/other/databases/(default)/documents/a/b";
    client.add({ targetId: 4, documents: { documents: [elsewhere] } });
    expect(client.target(4).cause?.code).toBe(5);
  });

  test("counts as read what it tells, and not what it looks up to find that out", async () => {
    const collection = freshCollection();
    for (const id of ["a", "b", "c"]) await put(engine, `${collection}/${id}`, {});
    engine.resetCounters();
    client.add({ targetId: 2, ...queryOf(collection, { limit: 2 }) });
    await told();
    expect(engine.counters.reads).toBe(2);
    await remove(engine, `${collection}/a`);
    await told();
    expect([client.names(2).length, engine.counters.reads]).toEqual([2, 3]);
    const resumed = new ListeningClient(dispatcher);
    resumed.add({
      targetId: 2,
      ...queryOf(collection, { limit: 2 }),
      resumeToken: client.resumeToken,
    });
    await told();
    expect(engine.counters.reads).toBe(3);
    resumed.close();
  });

  test("keeps time going forward whatever is added in between", async () => {
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    for (let n = 0; n < 5; n += 1) {
      await put(engine, `${collection}/d${n}`, {});
      client.add({ targetId: 4 + n, ...queryOf(collection) });
    }
    await told();
    expect(client.names(8)).toHaveLength(5);
  });
});

describe("a listen stream of somebody who may not read everything", () => {
  beforeEach(() => {
    client.close();
    client = new ListeningClient(dispatcher, USER);
  });

  test("loses a refused target alone", async () => {
    const open = freshCollection();
    const closed = freshCollection();
    refused = (name) => name.includes(closed);
    client.add({ targetId: 2, ...queryOf(closed) });
    client.add({ targetId: 4, ...queryOf(open) });
    await put(engine, `${open}/a`, {});
    await put(engine, `${closed}/a`, {});
    await told();
    expect(client.target(2).cause).toEqual({
      code: 7,
      message: "Missing or insufficient permissions.",
    });
    expect([client.names(2), client.names(4)]).toEqual([[], [`${ROOT}/${open}/a`]]);
  });

  test("is not shown a document that changed hands", async () => {
    const path = `${freshCollection()}/a`;
    await put(engine, path, { secret: { stringValue: "mine" } });
    client.add({ targetId: 2, documents: { documents: [`${ROOT}/${path}`] } });
    await told();
    refused = () => true;
    await put(engine, path, { secret: { stringValue: "not yours" } });
    await told();
    expect(client.target(2).cause?.code).toBe(7);
    expect(JSON.stringify(client.received)).not.toContain("not yours");
  });

  test("loses its targets when the right to them is taken away, though no document of theirs changes", async () => {
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    await told();
    refused = (name) => name.includes(collection);
    await put(engine, `${freshCollection()}/membership`, {});
    await told();
    client.stream.keepAlive(dispatcher.moment, Date.now());
    expect(client.target(2).cause?.code).toBe(7);
    await put(engine, `${collection}/a`, {});
    await told();
    expect(client.names(2)).toEqual([]);
  });

  test("ends when its token does, and not for one that it was opened with after its time", async () => {
    const now = Date.now();
    const open = (exp: number) =>
      new ListeningClient(dispatcher, { kind: "user", uid: "u1", token: { exp } });
    const [running, timeless] = [open(now / 1000 + 3600), open(3600)];
    const collection = freshCollection();
    for (const one of [running, timeless]) one.add({ targetId: 2, ...queryOf(collection) });
    await told();
    for (const one of [running, timeless]) one.stream.keepAlive(dispatcher.moment, now + 3_500_000);
    expect([running.failure, timeless.failure]).toEqual([null, null]);
    for (const one of [running, timeless]) one.stream.keepAlive(dispatcher.moment, now + 3_700_000);
    expect(running.failure).toMatchObject({ status: "UNAUTHENTICATED" });
    expect(timeless.failure).toBe(null);
    await put(engine, `${collection}/a`, {});
    await told();
    expect([running.names(2).length, timeless.names(2).length]).toEqual([0, 1]);
    timeless.close();
  });
});
