import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface FlakyProxy {
  url: string;
  /** How many answers were lost on their way back. */
  lostCount(): number;
  close(): void;
}

/** Passes calls on; of each path and body, the first answer to a POST is lost and a 503 stands in its place. */
export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  const seen = new Set<string>();
  let lostCount = 0;
  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const { host: _, connection: _c, "content-length": _l, ...headers } = req.headers;
    const answer = await fetch(`${target}${req.url}`, {
      method: req.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const text = await answer.text();
    const call = `${req.url} ${body}`;
    if (req.method === "POST" && !seen.has(call)) {
      seen.add(call);
      lostCount += 1;
      const problem = { code: "unavailable", detail: "Try again in a moment." };
      return res.writeHead(503, { "Retry-After": "0" }).end(JSON.stringify(problem));
    }
    const type = answer.headers.get("Content-Type") ?? "application/json";
    res.writeHead(answer.status, { "Content-Type": type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lostCount: () => lostCount,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
