import { describe, expect, test } from "vitest";
import { DATABASE, freshCollection, OWNER, PROJECT_ID, ROOT } from "../testing/listening-client.ts";
import { type Answer, send, setUpWireServer } from "../testing/wire-server.ts";

const server = setUpWireServer();

const CHANNEL = "/google.firestore.v1.Firestore";
const ORIGIN = { Origin: "https://page.example" };

function form(messages: unknown[], offset = 0, headers = ""): string {
  const body = new URLSearchParams({ count: String(messages.length), ofs: String(offset) });
  if (headers !== "") body.set("headers", headers);
  for (const [index, message] of messages.entries()) {
    body.set(`req${index}___data__`, JSON.stringify(message));
  }
  return body.toString();
}

/** Every frame of a body, its arrays in one list. */
function framesOf(text: string): [number, unknown[]][] {
  const arrays: [number, unknown[]][] = [];
  let rest = text;
  while (rest !== "") {
    const newline = rest.indexOf("\n");
    const end = newline + 1 + Number(rest.slice(0, newline));
    if (rest.length < end) break;
    arrays.push(...JSON.parse(rest.slice(newline + 1, end)));
    rest = rest.slice(end);
  }
  return arrays;
}

async function openSession(
  kind: "Listen" | "Write",
  messages: unknown[],
  token = "Bearer u1",
): Promise<{ id: string; path: string }> {
  const path = `${CHANNEL}/${kind}/channel?VER=8&RID=1&CVER=22&database=${encodeURIComponent(DATABASE)}`;
  const body = form(messages, 0, `Authorization:${token}\r\nX-Goog-Api-Client:x\r\n`);
  const answer = await send(server, "POST", path, { headers: ORIGIN, body });
  const [[number, greeting] = [], ...others] = framesOf(answer.text);
  expect([answer.status, number, others]).toEqual([200, 0, []]);
  const [letter, id, prefix, version] = greeting as [string, string, string, number];
  expect([letter, prefix, version]).toEqual(["c", "", 8]);
  return { id, path: `${CHANNEL}/${kind}/channel?VER=8&SID=${id}` };
}

/** One long poll: ends with the first frame. */
function poll(session: { path: string }, acknowledged: number, more = ""): Promise<Answer> {
  return send(
    server,
    "GET",
    `${session.path}&RID=rpc&CI=1&AID=${acknowledged}&TYPE=xmlhttp${more}`,
    {
      headers: ORIGIN,
    },
  );
}

const addTarget = (collection: string) => ({
  database: DATABASE,
  addTarget: {
    targetId: 2,
    query: { parent: ROOT, structuredQuery: { from: [{ collectionId: collection }] } },
  },
});

function put(path: string): Promise<unknown> {
  const update = { name: `${ROOT}/${path}`, fields: { text: { stringValue: "ü" } } };
  return server.engine.commit({ writes: [{ update }] }, OWNER);
}

const messagesOf = (answer: Answer) => framesOf(answer.text).map(([, [message]]) => message);

describe("a WebChannel listener", () => {
  test("hears by long polls what it asked for in the handshake, then what changes", async () => {
    const collection = freshCollection();
    const session = await openSession("Listen", [addTarget(collection)]);
    const opening = await poll(session, 0);
    expect(messagesOf(opening)).toMatchObject([
      { targetChange: { targetChangeType: "ADD", targetIds: [2] } },
      { targetChange: { targetChangeType: "CURRENT", targetIds: [2] } },
      { targetChange: { targetChangeType: "NO_CHANGE" } },
    ]);
    const next = poll(session, 3);
    await put(`${collection}/a`);
    expect(messagesOf(await next)).toMatchObject([
      { documentChange: { document: { name: `${ROOT}/${collection}/a` } } },
      { targetChange: { targetChangeType: "NO_CHANGE" } },
    ]);
  });

  test("is sent again what it has not acknowledged, and nothing that it has", async () => {
    const session = await openSession("Listen", [addTarget(freshCollection())]);
    const first = await poll(session, 0);
    const again = await poll(session, 1);
    expect(framesOf(again.text)).toEqual(framesOf(first.text).slice(1));
  });

  test("keeps one response open for as long as it wants and gets each change on it", async () => {
    const collection = freshCollection();
    const session = await openSession("Listen", [addTarget(collection)]);
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
    await put(`${collection}/first`);
    await until("/first");
    await put(`${collection}/second`);
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
    const session = await openSession("Listen", [addTarget(collection)]);
    const answer = await poll(session, 0);
    const arrays = framesOf(answer.text);
    expect(arrays.map(([id]) => id)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
    expect(Number(answer.text.split("\n")[0])).toBeLessThan(200_000);
  });

  test("has one live GET: a new one takes over from the old", async () => {
    const collection = freshCollection();
    const session = await openSession("Listen", [addTarget(collection)]);
    await poll(session, 0);
    const old = poll(session, 3);
    const fresh = poll(session, 3);
    expect((await old).text).toBe("");
    await put(`${collection}/a`);
    expect(messagesOf(await fresh)).toHaveLength(2);
  });

  test("ends a poll before the time that the browser gives it", async () => {
    const session = await openSession("Listen", []);
    const answer = await poll(session, 0, "&TO=50");
    expect(framesOf(answer.text)).toEqual([[1, ["noop"]]]);
  });

  test("is told honestly what waits for it when it sends", async () => {
    const session = await openSession("Listen", []);
    const body = form([addTarget(freshCollection())], 0);
    const idle = await send(server, "POST", `${session.path}&RID=2&AID=0`, { body: form([]) });
    expect(JSON.parse(idle.text.slice(idle.text.indexOf("\n")))).toEqual([0, 0, 0]);
    await send(server, "POST", `${session.path}&RID=3&AID=0`, { body });
    await poll(session, 0);
    const busy = await send(server, "POST", `${session.path}&RID=4&AID=1`, { body: form([]) });
    const [isOpen, lastSent, unread] = JSON.parse(busy.text.slice(busy.text.indexOf("\n")));
    expect([isOpen, lastSent, unread > 0]).toEqual([0, 3, true]);
  });

  test("applies a message that came twice once", async () => {
    const session = await openSession("Listen", [addTarget(freshCollection())]);
    const body = form([addTarget("x"), { database: DATABASE, removeTarget: 2 }], 0);
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    const kinds = messagesOf(await poll(session, 0)).map(
      (message) =>
        (message as { targetChange: { targetChangeType: string } }).targetChange.targetChangeType,
    );
    expect(kinds).toEqual(["ADD", "CURRENT", "NO_CHANGE", "REMOVE"]);
  });

  test("is refused a target that its caller may not read, and keeps the stream", async () => {
    const session = await openSession("Listen", [addTarget("secret")]);
    expect(messagesOf(await poll(session, 0))).toMatchObject([
      { targetChange: { targetChangeType: "REMOVE", targetIds: [2], cause: { code: 7 } } },
    ]);
  });

  test.each([
    ["a token that nobody issued", "Bearer forged", "UNAUTHENTICATED"],
    ["the owner's token where it is not accepted", "Bearer owner", "UNAUTHENTICATED"],
  ])("is told why it is refused: %s", async (_, token, status) => {
    const session = await openSession("Listen", [addTarget(freshCollection())], token);
    expect(messagesOf(await poll(session, 0))).toMatchObject([{ error: { status } }]);
  });

  test("is told why it is refused: a message that is no JSON", async () => {
    const session = await openSession("Listen", []);
    const body = "count=1&ofs=0&req0___data__={";
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    expect(messagesOf(await poll(session, 0))).toMatchObject([
      { error: { status: "INVALID_ARGUMENT" } },
    ]);
  });

  test("is told why it is refused: a message that is none", async () => {
    const session = await openSession("Listen", [{ database: DATABASE, addTraget: {} }]);
    expect(messagesOf(await poll(session, 0))).toMatchObject([
      { error: { status: "INVALID_ARGUMENT", message: expect.stringContaining("addTraget") } },
    ]);
  });
});

describe("a WebChannel writer", () => {
  test("is answered in order and stops at the first refusal, which applies nothing after it", async () => {
    const collection = freshCollection();
    const write = (id: string, currentDocument?: object) => ({
      streamToken: "MQ==",
      writes: [{ update: { name: `${ROOT}/${collection}/${id}`, fields: {} }, currentDocument }],
    });
    const session = await openSession("Write", [{ database: DATABASE }]);
    const body = form([write("a"), write("missing", { exists: true }), write("b")], 1);
    await send(server, "POST", `${session.path}&RID=2&AID=0`, { body });
    const received: unknown[] = [];
    while (received.length < 3) {
      received.push(...messagesOf(await poll(session, received.length)));
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
    const session = await openSession("Listen", []);
    await send(server, "POST", `${session.path}&RID=2&TYPE=terminate`);
    expect((await poll(session, 0)).text).toBe("Unknown SID");
  });

  test("serves the project that it holds and no other", async () => {
    const elsewhere = `projects/${PROJECT_ID}x/databases/(default)`;
    const session = await openSession("Write", [{ database: elsewhere }]);
    expect(messagesOf(await poll(session, 0))).toMatchObject([{ error: { status: "NOT_FOUND" } }]);
  });
});
