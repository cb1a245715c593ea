import { describe, expect, test } from "vitest";
import { DATABASE, freshCollection, PROJECT_ID } from "../testing/listening-client.ts";
import {
  addTarget,
  CHANNEL,
  form,
  messagesOf,
  ORIGIN,
  openSession,
} from "../testing/web-channel.ts";
import { send, setUpWireServer } from "../testing/wire-server.ts";

const server = setUpWireServer();

describe("a WebChannel listener", () => {
  test("is refused a target that its caller may not read, and keeps the stream", async () => {
    const session = await openSession(server, "Listen", [addTarget("secret")]);
    expect(messagesOf(await session.poll(0))).toMatchObject([
      { targetChange: { targetChangeType: "REMOVE", targetIds: [2], cause: { code: 7 } } },
    ]);
    const body = form([addTarget(freshCollection())], 1);
    await send(server, "POST", `${session.path}&RID=2&AID=1`, { body });
    expect(messagesOf(await session.poll(1))).toMatchObject([
      { targetChange: { targetChangeType: "ADD" } },
      { targetChange: { targetChangeType: "CURRENT" } },
      { targetChange: { targetChangeType: "NO_CHANGE" } },
    ]);
  });

  test.each([
    ["a token that nobody issued", "Bearer forged", "UNAUTHENTICATED"],
    ["the owner's token where it is not accepted", "Bearer owner", "UNAUTHENTICATED"],
  ])("is told why it is refused: %s", async (_, token, status) => {
    const session = await openSession(server, "Listen", [addTarget(freshCollection())], token);
    expect(messagesOf(await session.poll(0))).toMatchObject([{ error: { status } }]);
  });

  test("is told why it is refused: a message that is no JSON", async () => {
    const session = await openSession(server, "Listen", []);
    const body = "count=1&ofs=0&req0___data__={";
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    expect(messagesOf(await session.poll(0))).toMatchObject([
      { error: { status: "INVALID_ARGUMENT" } },
    ]);
  });

  test("is told why it is refused: a message that is none", async () => {
    const session = await openSession(server, "Listen", [{ database: DATABASE, addTraget: {} }]);
    expect(messagesOf(await session.poll(0))).toMatchObject([
      { error: { status: "INVALID_ARGUMENT", message: expect.stringContaining("addTraget") } },
    ]);
  });
});

describe("the WebChannel endpoint", () => {
  test.each(["GET", "POST"])(
    "answers an unknown session to a %s so that the browser opens another",
    async (method) => {
      const path = `${CHANNEL}/Listen/channel?VER=8&SID=gone&RID=rpc&AID=5&CI=0`;
      const answer = await send(server, method, path, { headers: ORIGIN });
      expect([answer.status, answer.text]).toEqual([400, "Unknown SID"]);
      expect(answer.headers["access-control-allow-origin"]).toBe(ORIGIN.Origin);
    },
  );

  test("lets a page of another origin in, with its credentials", async () => {
    const headers = {
      ...ORIGIN,
      "Access-Control-Request-Headers": "authorization,x-goog-api-client",
    };
    const answer = await send(server, "OPTIONS", `${CHANNEL}/Listen/channel?VER=8`, { headers });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": ORIGIN.Origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "authorization,x-goog-api-client",
      vary: "Origin",
    });
  });

  test("forgets a session that its browser ended", async () => {
    const session = await openSession(server, "Listen", []);
    await send(server, "POST", `${session.path}&RID=2&TYPE=terminate`);
    expect((await session.poll(0)).text).toBe("Unknown SID");
  });

  test("serves the project that it holds and no other", async () => {
    const elsewhere = `projects/${PROJECT_ID}x/databases/(default)`;
    const session = await openSession(server, "Write", [{ database: elsewhere }]);
    expect(messagesOf(await session.poll(0))).toMatchObject([{ error: { status: "NOT_FOUND" } }]);
  });
});
