import { describe, expect, test } from "vitest";
import { DATABASE, freshCollection, OWNER, ROOT } from "../testing/listening-client.ts";
import { addTarget, form, messagesOf, openSession } from "../testing/web-channel.ts";
import { send, setUpWireServer } from "../testing/wire-server.ts";

const server = setUpWireServer();

describe("a WebChannel listener", () => {
  test("is told honestly what waits for it when it sends", async () => {
    const session = await openSession(server, "Listen", []);
    const body = form([addTarget(freshCollection())], 0);
    const idle = await send(server, "POST", `${session.path}&RID=2&AID=0`, { body: form([]) });
    expect(JSON.parse(idle.text.slice(idle.text.indexOf("\n")))).toEqual([0, 0, 0]);
    await send(server, "POST", `${session.path}&RID=3&AID=0`, { body });
    await session.poll(0);
    const busy = await send(server, "POST", `${session.path}&RID=4&AID=1`, { body: form([]) });
    const [isOpen, lastSent, unread] = JSON.parse(busy.text.slice(busy.text.indexOf("\n")));
    expect([isOpen, lastSent, unread > 0]).toEqual([0, 3, true]);
  });

  test("applies a message that came twice once", async () => {
    const session = await openSession(server, "Listen", [addTarget(freshCollection())]);
    const body = form([addTarget("x"), { database: DATABASE, removeTarget: 2 }], 0);
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    const kinds = messagesOf(await session.poll(0)).map(
      (message) =>
        (message as { targetChange: { targetChangeType: string } }).targetChange.targetChangeType,
    );
    expect(kinds).toEqual(["ADD", "CURRENT", "NO_CHANGE", "REMOVE"]);
  });
});

describe("a WebChannel writer", () => {
  test("is answered in order and stops at the first refusal, which applies nothing after it", async () => {
    const collection = freshCollection();
    const write = (id: string, currentDocument?: object) => ({
      streamToken: "MQ==",
      writes: [{ update: { name: `${ROOT}/${collection}/${id}`, fields: {} }, currentDocument }],
    });
    const session = await openSession(server, "Write", [{ database: DATABASE }]);
    const body = form([write("a"), write("missing", { exists: true }), write("b")], 1);
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    const received: unknown[] = [];
    while (received.length < 3) {
      received.push(...messagesOf(await session.poll(received.length)));
    }
    expect(received).toMatchObject([
      { streamId: expect.any(String), streamToken: expect.any(String) },
      { streamToken: expect.any(String), writeResults: [{ updateTime: expect.any(String) }] },
      { error: { status: "NOT_FOUND", code: 404 } },
    ]);
    const { found } = await server.engine.batchGet(
      { documents: ["a", "b"].map((id) => `${ROOT}/${collection}/${id}`) },
      OWNER,
    );
    expect(found.map((document) => document?.name ?? null)).toEqual([
      `${ROOT}/${collection}/a`,
      null,
    ]);
  });
});
