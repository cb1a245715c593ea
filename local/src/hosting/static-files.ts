import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { isMatch } from "./glob.ts";

export interface StaticFile {
  /** Path on the disk. */
  path: string;
  size: number;
  modifiedAt: number;
}

/** Content types by file name; anything else is octets. */
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".wasm": "application/wasm",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
};
const COMPRESSIBLE = /^(?:text\/|application\/(?:json|manifest\+json|xml|wasm)|image\/svg)/;

/** Files up to this size are compressed and kept in memory, in bytes. */
const COMPRESS_MAX = 4 * 1024 * 1024;
const CACHE_BYTES_MAX = 64 * 1024 * 1024;

const compressors = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
};
type Encoding = keyof typeof compressors;

export interface StaticFiles {
  /** The file behind a path of the site; null when there is none or it is not to be served. */
  find(path: string): Promise<StaticFile | null>;
  send(file: StaticFile, req: IncomingMessage, res: ServerResponse, status?: number): Promise<void>;
}

export function createStaticFiles(directory: string, ignore: string[]): StaticFiles {
  const root = resolve(directory);
  const compressed = new Map<string, Buffer>();
  let compressedBytes = 0;

  async function compress(file: StaticFile, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${file.modifiedAt} ${file.size} ${file.path}`;
    const known = compressed.get(key);
    if (known) return known;
    const body = await compressors[encoding](await readFile(file.path));
    if (compressedBytes + body.length > CACHE_BYTES_MAX) {
      compressed.clear();
      compressedBytes = 0;
    }
    compressed.set(key, body);
    compressedBytes += body.length;
    return body;
  }

  return {
    async find(path) {
      const found = resolve(join(root, path));
      if (path.includes("\0") || (found !== root && !found.startsWith(root + sep))) return null;
      const inside = relative(root, found).split(sep).join("/");
      if (ignore.some((glob) => isMatch(inside, glob))) return null;
      const stats = await stat(found).catch(() => null);
      if (!stats?.isFile()) return null;
      return { path: found, size: stats.size, modifiedAt: Math.floor(stats.mtimeMs / 1000) * 1000 };
    },
    async send(file, req, res, status = 200) {
      const type = TYPES[extname(file.path).toLowerCase()] ?? "application/octet-stream";
      const canCompress = COMPRESSIBLE.test(type) && file.size <= COMPRESS_MAX;
      const encoding = canCompress ? acceptedEncoding(req.headers["accept-encoding"]) : null;
      const etag = etagOf(file, encoding);
      res.setHeader("content-type", type);
      res.setHeader("etag", etag);
      res.setHeader("last-modified", new Date(file.modifiedAt).toUTCString());
      if (!res.hasHeader("cache-control")) res.setHeader("cache-control", "max-age=3600");
      if (canCompress) res.appendHeader("vary", "accept-encoding");
      if (encoding) res.setHeader("content-encoding", encoding);
      if (status === 200 && isFresh(req, etag, file.modifiedAt)) {
        res.removeHeader("content-encoding");
        res.writeHead(304).end();
        return;
      }
      if (encoding) {
        const body = await compress(file, encoding);
        res.writeHead(status, { "content-length": body.length });
        res.end(req.method === "HEAD" ? undefined : body);
        return;
      }
      stream(file, req, res, status);
    },
  };
}

function stream(file: StaticFile, req: IncomingMessage, res: ServerResponse, status: number): void {
  const range = status === 200 ? readRange(req.headers.range, file.size) : null;
  res.setHeader("accept-ranges", "bytes");
  if (range === "unsatisfiable") {
    res.writeHead(416, { "content-range": `bytes */${file.size}` }).end();
    return;
  }
  if (range) {
    res.setHeader("content-range", `bytes ${range.start}-${range.end}/${file.size}`);
  }
  const length = range ? range.end - range.start + 1 : file.size;
  res.writeHead(range ? 206 : status, { "content-length": length });
  if (req.method === "HEAD" || length === 0) {
    res.end();
    return;
  }
  const source = createReadStream(file.path, range ?? {});
  source.on("error", () => res.destroy());
  res.once("close", () => source.destroy());
  source.pipe(res);
}

function etagOf(file: StaticFile, encoding: Encoding | null): string {
  const hash = createHash("sha256").update(
    `${file.path} ${file.size} ${file.modifiedAt} ${encoding}`,
  );
  return `"${hash.digest("base64url").slice(0, 27)}"`;
}

function isFresh(req: IncomingMessage, etag: string, modifiedAt: number): boolean {
  const none = req.headers["if-none-match"];
  if (none !== undefined)
    return none.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
  const since = Date.parse(req.headers["if-modified-since"] ?? "");
  return !Number.isNaN(since) && modifiedAt <= since;
}

function acceptedEncoding(header: string | string[] | undefined): Encoding | null {
  const accepted = String(header ?? "")
    .split(",")
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .filter(([, quality]) => !/^q=0(?:\.0*)?$/.test(quality ?? ""))
    .map(([name]) => name);
  if (accepted.includes("br")) return "br";
  return accepted.includes("gzip") ? "gzip" : null;
}

function readRange(header: string | undefined, size: number) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? "unsatisfiable" : { start, end };
}
