import { describe, expect, test } from "vitest";
import type { Caller } from "../../protocol.ts";
import {
  freshCollection,
  ListeningClient,
  put,
  queryOf,
  ROOT,
  told,
} from "../testing/listening-client.ts";
import { openListening } from "../testing/open-listening.ts";

const USER: Caller = { kind: "user", uid: "u1", token: {} };

describe("a listen stream of somebody who may not read everything", () => {
  test("loses a refused target alone", async () => {
    const { engine, client, refuse } = openListening({ caller: USER });
    const open = freshCollection();
    const closed = freshCollection();
    refuse((name) => name.includes(closed));
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
    const { engine, client, refuse } = openListening({ caller: USER });
    const path = `${freshCollection()}/a`;
    await put(engine, path, { secret: { stringValue: "mine" } });
    client.add({ targetId: 2, documents: { documents: [`${ROOT}/${path}`] } });
    await told();
    refuse(() => true);
    await put(engine, path, { secret: { stringValue: "not yours" } });
    await told();
    expect(client.target(2).cause?.code).toBe(7);
    expect(JSON.stringify(client.received)).not.toContain("not yours");
  });

  test("loses its targets when the right to them is taken away, though no document of theirs changes", async () => {
    const { engine, dispatcher, client, refuse } = openListening({ caller: USER });
    const collection = freshCollection();
    client.add({ targetId: 2, ...queryOf(collection) });
    await told();
    refuse((name) => name.includes(collection));
    await put(engine, `${freshCollection()}/membership`, {});
    await told();
    client.stream.keepAlive(dispatcher.moment, Date.now());
    expect(client.target(2).cause?.code).toBe(7);
    await put(engine, `${collection}/a`, {});
    await told();
    expect(client.names(2)).toEqual([]);
  });

  test("ends when its token does, and not for one that it was opened with after its time", async () => {
    const { engine, dispatcher } = openListening({ caller: USER });
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
