import type { IncomingMessage, ServerResponse } from "node:http";
import { type Backend, type BackendOptions, createBackend } from "./backend.ts";
import { allowOrigin, answerPreflight, sendError } from "./http-exchange.ts";
import { answerRest } from "./rest.ts";
import { createWebChannelEndpoint } from "./web-channel/endpoint.ts";

export interface FirestoreHttp {
  /** False, at once, where the request is not for Firestore; else resolves when it is answered. */
  handle(req: IncomingMessage, res: ServerResponse): false | Promise<void>;
  close(): void;
}

/** The HTTP/1.1 front ends, REST and WebChannel, for a server that has other work too. */
export function createFirestoreHttp(options: BackendOptions): FirestoreHttp {
  const backend = createBackend(options);
  const listener = createHttpListener(backend);
  return {
    handle: listener.handle,
    close: () => {
      listener.close();
      backend.dispatcher.close();
    },
  };
}

export function createHttpListener(backend: Backend): FirestoreHttp {
  const webChannel = createWebChannelEndpoint(backend);
  return {
    handle(req, res) {
      const url = parseUrl(req.url ?? "/");
      if (url === null) return false;
      const isWebChannel = webChannel.accepts(url.path);
      if (!isWebChannel && !url.path.startsWith("/v1/projects/")) return false;
      allowOrigin(req, res);
      if (req.method === "OPTIONS") return Promise.resolve(answerPreflight(req, res));
      return isWebChannel ? webChannel.answer(req, res, url) : answerRest(backend, req, res, url);
    },
    close: () => webChannel.close(),
  };
}

/** Null for a path that is not percent-encoded UTF-8. */
export function parseUrl(url: string): { path: string; parameters: URLSearchParams } | null {
  const mark = url.indexOf("?");
  try {
    return {
      path: decodeURIComponent(mark < 0 ? url : url.slice(0, mark)),
      parameters: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    };
  } catch {
    return null;
  }
}

export function refuseUnknown(res: ServerResponse, path: string): void {
  sendError(res, { status: "NOT_FOUND", message: `Nothing is served at ${path}.` });
}
