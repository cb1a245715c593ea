import { describe, expect, test } from "vitest";
import { freshCollection, OWNER, put, ROOT } from "../testing/listening-client.ts";
import { addTarget, framesOf, messagesOf, openSession } from "../testing/web-channel.ts";
import { send, setUpWireServer } from "../testing/wire-server.ts";

const server = setUpWireServer();
const TEXT = { text: { stringValue: "ü" } };

describe("a WebChannel listener", () => {
  test("hears by long polls what it asked for in the handshake, then what changes", async () => {
    const collection = freshCollection();
    const session = await openSession(server, "Listen", [addTarget(collection)]);
    const opening = await session.poll(0);
    expect(messagesOf(opening)).toMatchObject([
      { targetChange: { targetChangeType: "ADD", targetIds: [2] } },
      { targetChange: { targetChangeType: "CURRENT", targetIds: [2] } },
      { targetChange: { targetChangeType: "NO_CHANGE" } },
    ]);
    const next = session.poll(3);
    await put(server.engine, `${collection}/a`, TEXT);
    expect(messagesOf(await next)).toMatchObject([
      { documentChange: { document: { name: `${ROOT}/${collection}/a` } } },
      { targetChange: { targetChangeType: "NO_CHANGE" } },
    ]);
  });

  test("is sent again what it has not acknowledged, and nothing that it has", async () => {
    const session = await openSession(server, "Listen", [addTarget(freshCollection())]);
    const first = await session.poll(0);
    const again = await session.poll(1);
    expect(framesOf(again.text)).toEqual(framesOf(first.text).slice(1));
  });

  test("keeps one response open for as long as it wants and gets each change on it", async () => {
    const collection = freshCollection();
    const session = await openSession(server, "Listen", [addTarget(collection)]);
    let seen = "";
    let waiting = () => {};
    const until = async (text: string) => {
      while (!seen.includes(text)) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
    };
    const open = send(server, "GET", `${session.path}&RID=rpc&CI=0&AID=0&TYPE=xmlhttp`, {
      onData: (text) => {
        seen = text;
        waiting();
      },
    });
    await until("CURRENT");
    await put(server.engine, `${collection}/first`, TEXT);
    await until("/first");
    await put(server.engine, `${collection}/second`, TEXT);
    await until("/second");
    const ids = framesOf(seen).map(([id]) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    const answer = await send(server, "POST", `${session.path}&RID=2&TYPE=terminate`);
    expect(answer.status).toBe(200);
    expect((await open).status).toBe(200);
  });

  test("gets a large answer in several frames, whole and in order", async () => {
    const collection = freshCollection();
    const writes = Array.from({ length: 40 }, (_, index) => ({
      update: {
        name: `${ROOT}/${collection}/d${index}`,
        fields: { text: { stringValue: "ü".repeat(10_000) } },
      },
    }));
    await server.engine.commit({ writes }, OWNER);
    const session = await openSession(server, "Listen", [addTarget(collection)]);
    const answer = await session.poll(0);
    const arrays = framesOf(answer.text);
    expect(arrays.map(([id]) => id)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
    expect(Number(answer.text.split("\n")[0])).toBeLessThan(200_000);
  });

  test("has one live GET: a new one takes over from the old", async () => {
    const collection = freshCollection();
    const session = await openSession(server, "Listen", [addTarget(collection)]);
    await session.poll(0);
    const old = session.poll(3);
    const fresh = session.poll(3);
    expect((await old).text).toBe("");
    await put(server.engine, `${collection}/a`, TEXT);
    expect(messagesOf(await fresh)).toHaveLength(2);
  });

  test("ends a poll before the time that the browser gives it", async () => {
    const session = await openSession(server, "Listen", []);
    const answer = await session.poll(0, "&TO=50");
    expect(framesOf(answer.text)).toEqual([[1, ["noop"]]]);
  });
});
