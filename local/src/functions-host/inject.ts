import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

export interface InjectedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * A request that never touches the network: how the embedded Cloud Tasks and Scheduler call a function. Resolves with the
 * status; what else the function answers is nobody's.
 */
export function inject(
  request: InjectedRequest,
  handle: (req: IncomingMessage, res: ServerResponse) => void,
): Promise<number> {
  const req = createRequest(request);
  const res = new ServerResponse(req);
  const socket = new Socket();
  socket._write = (_chunk, _encoding, done) => done();
  socket._writev = (_chunks, done) => done();
  res.assignSocket(socket);
  const { promise, resolve } = Promise.withResolvers<number>();
  res.once("finish", () => {
    res.detachSocket(socket);
    res.emit("close");
  });
  res.once("close", () => resolve(res.writableFinished ? res.statusCode : 500));
  handle(req, res);
  return promise;
}

function createRequest({ method, url, headers, body }: InjectedRequest): IncomingMessage {
  const req = new IncomingMessage(new Socket());
  req.method = method;
  req.url = url;
  req.httpVersion = "1.1";
  req.httpVersionMajor = 1;
  req.httpVersionMinor = 1;
  for (const [name, value] of Object.entries({ host: "localhost", ...headers })) {
    req.headers[name.toLowerCase()] = value;
    req.rawHeaders.push(name, value);
  }
  req.headers["content-length"] = String(body.length);
  if (body.length > 0) req.push(body);
  req.push(null);
  req.complete = true;
  return req;
}
