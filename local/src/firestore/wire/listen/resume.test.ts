import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StructuredQuery, Write } from "../../protocol.ts";
import {
  freshCollection,
  ListeningClient,
  OWNER,
  put,
  queryOf,
  ROOT,
  remove,
  told,
} from "../testing/listening-client.ts";
import { openListening } from "../testing/open-listening.ts";

describe("a listen stream that resumes", () => {
  test("is told what changed meanwhile, deletions included, and nothing else", async () => {
    const { engine, dispatcher, client } = openListening();
    const collection = freshCollection();
    for (const id of ["kept", "changed", "deleted"]) await put(engine, `${collection}/${id}`, {});
    client.add({ targetId: 2, ...queryOf(collection) });
    await told();
    const { resumeToken } = client;
    const remembered = client.target(2).documents;
    client.close();
    await put(engine, `${collection}/changed`, { n: { integerValue: "1" } });
    await put(engine, `${collection}/new`, {});
    await remove(engine, `${collection}/deleted`);
    await told();
    const resumed = new ListeningClient(dispatcher);
    resumed.add({ targetId: 2, ...queryOf(collection), resumeToken }, remembered);
    await told();
    expect(resumed.target(2).resets).toBe(0);
    expect(resumed.names(2)).toEqual(
      ["changed", "kept", "new"].map((id) => `${ROOT}/${collection}/${id}`),
    );
    expect(resumed.received.filter((response) => "documentChange" in response)).toHaveLength(2);
    resumed.close();
  });

  test("is told a window anew when the window moved, and nothing when it did not", async () => {
    const { engine, dispatcher, client } = openListening();
    const collection = freshCollection();
    for (const id of ["a", "b", "c"]) await put(engine, `${collection}/${id}`, {});
    const window = { targetId: 2, ...queryOf(collection, { limit: 2 }) };
    client.add(window);
    await told();
    const { resumeToken } = client;
    const resumed = new ListeningClient(dispatcher);
    resumed.add({ ...window, resumeToken }, client.target(2).documents);
    await told();
    expect(resumed.received.some((response) => "documentChange" in response)).toBe(false);
    resumed.close();
    await remove(engine, `${collection}/a`);
    await told();
    const moved = new ListeningClient(dispatcher);
    moved.add({ ...window, resumeToken }, client.target(2).documents);
    await told();
    expect([moved.target(2).resets, moved.names(2)]).toEqual([
      1,
      [`${ROOT}/${collection}/b`, `${ROOT}/${collection}/c`],
    ]);
    moved.close();
  });

  test.each([
    ["an unknown token", Buffer.from("whatever").toString("base64")],
    ["a token of the future", Buffer.from("999999@2026-01-01T00:00:00.000000Z").toString("base64")],
    [
      "a token of another database",
      Buffer.from("1@2020-01-01T00:00:00.000000Z").toString("base64"),
    ],
  ])("starts afresh for %s", async (_, resumeToken) => {
    const { engine, client } = openListening();
    const collection = freshCollection();
    await put(engine, `${collection}/a`, {});
    client.add({ targetId: 2, ...queryOf(collection), resumeToken });
    await told();
    expect([client.target(2).resets, client.names(2)]).toEqual([1, [`${ROOT}/${collection}/a`]]);
  });
});

describe("what a listener shows", () => {
  const number = fc.integer({ min: 0, max: 9 });
  const id = fc.integer({ min: 0, max: 7 }).map((index) => `d${index}`);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ id, n: number, kind: fc.constantFrom("x", "y") }) },
    { weight: 1, arbitrary: fc.record({ id, n: fc.constant(null), kind: fc.constant("x") }) },
  );
  const n = { fieldPath: "n" };
  const clauses: Partial<StructuredQuery>[] = [
    {},
    { orderBy: [{ field: n, direction: "DESCENDING" }], limit: 3 },
    { orderBy: [{ field: n, direction: "ASCENDING" }], limit: 2, offset: 1 },
    { limit: 1 },
    {
      where: { fieldFilter: { field: n, op: "GREATER_THAN", value: { integerValue: "4" } } },
      limit: 2,
    },
    { orderBy: [{ field: n, direction: "ASCENDING" }], select: { fields: [n] } },
    {
      orderBy: [{ field: n, direction: "ASCENDING" }],
      startAt: { values: [{ integerValue: "3" }], before: true },
      limit: 3,
    },
  ];

  test("equals the query's results after any commits, live and resumed", {
    timeout: 30_000,
  }, async () => {
    const { engine, dispatcher } = openListening();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 }),
        async (commits) => {
          const collection = freshCollection();
          const live = new ListeningClient(dispatcher);
          const targets = clauses.map((clause, index) => ({
            targetId: 2 + 2 * index,
            ...queryOf(collection, clause),
          }));
          for (const target of targets) live.add(target);
          await told();
          let resumed = new ListeningClient(dispatcher);
          for (const target of targets) resumed.add(target);
          for (const [index, steps] of commits.entries()) {
            await engine.commit({ writes: writesOf(collection, steps) }, OWNER);
            if (index % 3 === 0) continue;
            await told();
            resumed.close();
            const again = new ListeningClient(dispatcher);
            for (const target of targets) {
              const { resumeToken } = resumed;
              again.add({ ...target, resumeToken }, resumed.target(target.targetId).documents);
            }
            resumed = again;
          }
          await told();
          for (const target of targets) {
            const { documents } = await engine.runQuery(target.query, OWNER);
            const expected = new Map(documents.map((document) => [document.name, document]));
            expect(live.target(target.targetId).documents).toEqual(expected);
            expect(resumed.target(target.targetId).documents).toEqual(expected);
          }
          live.close();
          resumed.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  function writesOf(
    collection: string,
    steps: { id: string; n: number | null; kind: string }[],
  ): Write[] {
    return steps.map((one) => {
      const name = `${ROOT}/${collection}/${one.id}`;
      if (one.n === null) return { delete: name };
      const fields = { n: { integerValue: String(one.n) }, kind: { stringValue: one.kind } };
      return { update: { name, fields } };
    });
  }
});
