import { describe, expect, test } from "vitest";
import { nameOf, OWNER, openBench, put, ROOT } from "./testing/fixtures.ts";

describe("a list", () => {
  test("pages through documents in an order, without repeating or losing one", async () => {
    const bench = openBench();
    await bench.commit(...[3, 1, 2, 1, 3].map((n, i) => put(`c/${i}`, { n })));
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await bench.engine.listDocuments(
        {
          parent: ROOT,
          collectionId: "c",
          pageSize: 2,
          orderBy: "n desc",
          ...(pageToken && { pageToken }),
        },
        OWNER,
      );
      seen.push(...page.documents.map((one) => one.name));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual(["4", "0", "2", "3", "1"].map((id) => nameOf(`c/${id}`)));
    await bench.close();
  });

  test("shows missing documents that have something below them, if asked", async () => {
    const bench = openBench();
    await bench.commit(put("c/a", {}), put("c/ghost/d/x", {}), put("c/gone/d/x", {}));
    await bench.commit({ delete: nameOf("c/gone/d/x") });
    const list = (showMissing: boolean) =>
      bench.engine.listDocuments({ parent: ROOT, collectionId: "c", showMissing }, OWNER);
    expect((await list(false)).documents.map((one) => one.name)).toEqual([nameOf("c/a")]);
    const { documents } = await list(true);
    expect(documents).toEqual([await bench.get("c/a"), { name: nameOf("c/ghost") }]);
    await bench.close();
  });

  test("names collections that hold something, at any depth", async () => {
    const bench = openBench();
    await bench.commit(put("a/1", {}), put("b/none/c/1", {}), put("gone/1", {}));
    await bench.commit({ delete: nameOf("gone/1") });
    const first = await bench.engine.listCollectionIds({ parent: ROOT, pageSize: 1 }, OWNER);
    expect(first.collectionIds).toEqual(["a"]);
    const rest = await bench.engine.listCollectionIds(
      { parent: ROOT, pageToken: first.nextPageToken ?? "" },
      OWNER,
    );
    expect(rest).toEqual({ collectionIds: ["b"] });
    await bench.close();
  });
});
