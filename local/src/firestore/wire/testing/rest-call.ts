import { ROOT } from "./listening-client.ts";
import { type Answer, send } from "./wire-server.ts";

export const AS_OWNER = { Authorization: "Bearer owner" };
export const AS_USER = { Authorization: "Bearer u1" };

/** A verb of REST, on the whole database. */
export function post(
  server: { port: number },
  verb: string,
  body: unknown,
  headers: Record<string, string> = AS_OWNER,
): Promise<Answer> {
  return send(server, "POST", `/v1/${ROOT}:${verb}`, { headers, body });
}

export const commitOf = (path: string) => ({
  writes: [{ update: { name: `${ROOT}/${path}`, fields: {} } }],
});
