import { describe, expect, test } from "vitest";
import { FirestoreError } from "../../errors.ts";
import type { StructuredQuery } from "../../protocol.ts";
import {
  freshCollection,
  ListeningClient,
  put,
  queryOf,
  ROOT,
  remove,
  told,
} from "../testing/listening-client.ts";
import { openListening } from "../testing/open-listening.ts";

describe("a listen stream", () => {
  test("introduces a target and then tells each commit with its moment", async () => {
    const { engine, client, kinds } = openListening();
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
    const { engine, client } = openListening();
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
    const { engine, client } = openListening();
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
    const { client } = openListening();
    const name = `${ROOT}/${freshCollection()}/missing`;
    client.add({ targetId: 2, documents: { documents: [name] } });
    await told();
    expect(client.received[1]).toMatchObject({
      documentDelete: { document: name, removedTargetIds: [2] },
    });
  });

  test("a target added in the same turn as a commit shows it once", async () => {
    const { engine, client, kinds } = openListening();
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
    const { engine, client, kinds } = openListening();
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
    const { client, kinds } = openListening();
    client.add({ targetId: 2, ...queryOf(freshCollection()), once: true });
    await told();
    expect(kinds()).toEqual(["ADD", "CURRENT", "NO_CHANGE", "REMOVE"]);
  });

  test("refuses a target id in use and another project's names", () => {
    const { client } = openListening();
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
    const { engine, dispatcher, client } = openListening();
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
    const { engine, client } = openListening();
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
