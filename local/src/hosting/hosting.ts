import type { IncomingMessage, ServerResponse } from "node:http";
import { posix } from "node:path";
import { mayBeProxy } from "../own-machine.ts";
import type { HostingConfig, Rewrite } from "./config.ts";
import { redirectOf } from "./redirect.ts";
import { createStaticFiles, type StaticFile, type StaticFiles } from "./static-files.ts";

export interface HostingOptions {
  config: HostingConfig;
  /** The public directory, absolute. */
  directory: string;
  /** Hands a request to an HTTPS function; false when there is none of that name. */
  serveFunction(name: string, req: IncomingMessage, res: ServerResponse): boolean;
  /** Answers where the site would show a page and there is none: nothing has been built. */
  missingPage(res: ServerResponse): void;
}

export type Hosting = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Firebase Hosting's order: redirects, files as they lie there, rewrites, and the page for what is not found. */
export function createHosting(options: HostingOptions): Hosting {
  const { config, serveFunction } = options;
  const files = createStaticFiles(options.directory, config.ignore);
  return async (req, res) => {
    const url = req.url ?? "/";
    const mark = url.indexOf("?");
    const search = mark < 0 ? "" : url.slice(mark);
    const path = decodePath(mark < 0 ? url : url.slice(0, mark));
    if (path === null) return sendText(res, 400, "The path is not percent-encoded UTF-8.");
    for (const { headers } of config.headers.filter((rule) => rule.matches(path))) {
      for (const { key, value } of headers) res.setHeader(key, value);
    }
    const redirect = redirectOf(config.redirects, path);
    if (redirect) return sendRedirect(res, redirect.status, redirect.location, search);
    const isRead = req.method === "GET" || req.method === "HEAD";
    const answered = isRead && (await sendFile(files, config, { path, search }, req, res));
    if (answered) return;
    const rewrite = config.rewrites.find((rule) => rule.matches(path));
    if (rewrite) return sendRewrite(rewrite, req, res);
    await sendNotFound(req, res);
  };

  async function sendRewrite({ target }: Rewrite, req: IncomingMessage, res: ServerResponse) {
    if ("functionName" in target) {
      prepareForFunction(req, res);
      if (!serveFunction(target.functionName, req, res)) await sendNotFound(req, res);
      return;
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.setHeader("allow", "GET, HEAD");
      return sendText(res, 405, "Method not allowed.");
    }
    const file = await files.find(target.file);
    if (file) await files.send(file, req, res);
    else options.missingPage(res);
  }

  async function sendNotFound(req: IncomingMessage, res: ServerResponse) {
    const page = await files.find("/404.html");
    if (page) return files.send(page, req, res, 404);
    sendText(res, 404, "Not found.");
  }
}

/** Sends the file that a path means, or sends the reader to the address that it should have. */
async function sendFile(
  files: StaticFiles,
  { cleanUrls, trailingSlash }: HostingConfig,
  { path, search }: { path: string; search: string },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  const redirect = (to: string) => {
    sendRedirect(res, 301, to || "/", search);
    return true;
  };
  const send = async (file: StaticFile) => {
    await files.send(file, req, res);
    return true;
  };
  const hasSlash = path.endsWith("/");
  const bare = hasSlash ? path.slice(0, -1) : path;
  const exact = hasSlash ? null : await files.find(path);
  if (exact) {
    if (!cleanUrls || !path.endsWith(".html")) return send(exact);
    const clean = path.slice(0, -".html".length).replace(/\/index$/, "");
    return redirect(trailingSlash === true ? `${clean}/` : clean);
  }
  const index = await files.find(`${bare}/index.html`);
  if (index) {
    if (!hasSlash && (trailingSlash === true || (trailingSlash === undefined && !cleanUrls))) {
      return redirect(`${path}/`);
    }
    return hasSlash && bare && trailingSlash === false ? redirect(bare) : send(index);
  }
  const page = cleanUrls && bare ? await files.find(`${bare}.html`) : null;
  if (!page || (hasSlash && trailingSlash === undefined)) return false;
  if (bare.endsWith("/index")) {
    const folder = bare.slice(0, -"/index".length);
    return redirect(trailingSlash === true ? `${folder}/` : folder);
  }
  if (hasSlash && trailingSlash === false) return redirect(bare);
  return !hasSlash && trailingSlash === true ? redirect(`${bare}/`) : send(page);
}

/** What Hosting's edge changes before a function sees a request. */
function prepareForFunction(req: IncomingMessage, res: ServerResponse): void {
  const { headers, socket } = req;
  const isFromProxy = mayBeProxy(socket.remoteAddress);
  const given = (name: string) => (isFromProxy ? headers[name] : undefined);
  const scheme = "encrypted" in socket && socket.encrypted ? "https" : "http";
  const callers = [given("x-forwarded-for"), socket.remoteAddress].filter(Boolean).join(", ");
  replaceHeader(req, "x-forwarded-for", callers);
  replaceHeader(req, "x-forwarded-proto", String(given("x-forwarded-proto") ?? scheme));
  replaceHeader(req, "x-forwarded-host", String(given("x-forwarded-host") ?? headers.host ?? ""));
  // The one cookie that Hosting lets through.
  const session = /(?:^|;\s*)(__session=[^;]*)/.exec(headers.cookie ?? "")?.[1];
  replaceHeader(req, "cookie", session);
  if (!res.hasHeader("cache-control")) res.setHeader("cache-control", "private");
}

/** In both forms: some frameworks read the raw one. */
function replaceHeader(req: IncomingMessage, name: string, value: string | undefined): void {
  for (let i = req.rawHeaders.length - 2; i >= 0; i -= 2) {
    if (req.rawHeaders[i]?.toLowerCase() === name) req.rawHeaders.splice(i, 2);
  }
  delete req.headers[name];
  if (value === undefined) return;
  req.headers[name] = value;
  req.rawHeaders.push(name, value);
}

function decodePath(path: string): string | null {
  try {
    return posix.normalize(decodeURIComponent(path));
  } catch {
    return null;
  }
}

function sendRedirect(res: ServerResponse, status: number, to: string, search: string): void {
  const location = search && to.includes("?") ? `${to}&${search.slice(1)}` : to + search;
  res.writeHead(status, { location: encodeURI(decodeURI(location)) }).end();
}

function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
