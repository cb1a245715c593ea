import { expect } from "vitest";
import { DATABASE, ROOT } from "./listening-client.ts";
import { type Answer, send } from "./wire-server.ts";

/** The channel as a browser speaks it, without the SDK that hides it. */

export const CHANNEL = "/google.firestore.v1.Firestore";
export const ORIGIN = { Origin: "https://page.example" };

export function form(messages: unknown[], offset = 0, headers = ""): string {
  const body = new URLSearchParams({ count: String(messages.length), ofs: String(offset) });
  if (headers !== "") body.set("headers", headers);
  for (const [index, message] of messages.entries()) {
    body.set(`req${index}___data__`, JSON.stringify(message));
  }
  return body.toString();
}

/** Every frame of a body, its arrays in one list. */
export function framesOf(text: string): [number, unknown[]][] {
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

export async function openSession(
  server: { port: number },
  kind: "Listen" | "Write",
  messages: unknown[],
  token = "Bearer u1",
): Promise<{ path: string; poll(acknowledged: number, more?: string): Promise<Answer> }> {
  const path = `${CHANNEL}/${kind}/channel?VER=8&RID=1&CVER=22&database=${encodeURIComponent(DATABASE)}`;
  const body = form(messages, 0, `Authorization:${token}\r\nX-Goog-Api-Client:x\r\n`);
  const answer = await send(server, "POST", path, { headers: ORIGIN, body });
  const [[number, greeting] = [], ...others] = framesOf(answer.text);
  expect([answer.status, number, others]).toEqual([200, 0, []]);
  const [letter, id, prefix, version] = greeting as [string, string, string, number];
  expect([letter, prefix, version]).toEqual(["c", "", 8]);
  const open = `${CHANNEL}/${kind}/channel?VER=8&SID=${id}`;
  return {
    path: open,
    /** One long poll: ends with the first frame. */
    poll: (acknowledged, more = "") =>
      send(server, "GET", `${open}&RID=rpc&CI=1&AID=${acknowledged}&TYPE=xmlhttp${more}`, {
        headers: ORIGIN,
      }),
  };
}

export const addTarget = (collection: string) => ({
  database: DATABASE,
  addTarget: {
    targetId: 2,
    query: { parent: ROOT, structuredQuery: { from: [{ collectionId: collection }] } },
  },
});

export const messagesOf = (answer: Answer) => framesOf(answer.text).map(([, [message]]) => message);
