import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { type HttpServer, startHttpServer } from "../http-server.ts";
import { readHostingConfig } from "./config.ts";
import { createHosting } from "./hosting.ts";

interface Answer {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** Unlike fetch, sends the path, the headers and nothing else, and decodes nothing. */
function call(port: number, path: string, method = "GET", headers = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(
      { port, host: "127.0.0.1", path, method, headers, agent: false },
      async (res) => {
        const body = Buffer.concat(await res.toArray());
        resolve({ status: res.statusCode, headers: res.headers, body });
      },
    );
    req.on("error", reject).end();
  });
}

describe("hosting", () => {
  let server: HttpServer;
  let directory: string;

  async function serve(section: object, files: Record<string, string> = {}) {
    directory = mkdtempSync(join(tmpdir(), "hosting-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(directory, path, ".."), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    const hosting = createHosting({
      config: readHostingConfig(section),
      directory,
      serveFunction(name, req, res) {
        if (name !== "api") return false;
        const { url, headers, rawHeaders } = req;
        res.end(JSON.stringify({ url, headers, rawHeaders }));
        return true;
      },
      missingPage: (res) => void res.writeHead(200).end("not built"),
    });
    server = await startHttpServer({
      host: "127.0.0.1",
      port: 0,
      log: () => {},
      handle: (req, res) => void hosting(req, res),
    });
    return (path: string, method?: string, headers?: object) =>
      call(server.port, path, method, headers);
  }

  afterEach(async () => {
    await server.close(0);
    rmSync(directory, { recursive: true });
  });

  test("puts files before rewrites, and takes the first rewrite that fits", async () => {
    const get = await serve(
      {
        rewrites: [
          { source: "/api/**", function: { functionId: "api" } },
          { source: "**", destination: "/index.html" },
        ],
      },
      { "index.html": "app", "api/readme.txt": "file" },
    );
    expect((await get("/api/readme.txt")).body.toString()).toBe("file");
    expect(JSON.parse((await get("/api/v1/send?x=1")).body.toString()).url).toBe(
      "/api/v1/send?x=1",
    );
    expect((await get("/conversations/1")).body.toString()).toBe("app");
    expect((await get("/")).headers["content-type"]).toBe("text/html; charset=utf-8");
    expect((await get("/conversations/1", "POST")).status).toBe(405);
  });

  test("tells a function who called through which door, and keeps other cookies from it", async () => {
    const get = await serve({ rewrites: [{ source: "/api", function: "api" }] });
    const answer = await get("/api", "GET", {
      host: "sms.example",
      cookie: "a=1; __session=s; b=2",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
    });
    const { headers, rawHeaders } = JSON.parse(answer.body.toString());
    expect(headers).toMatchObject({
      cookie: "__session=s",
      "x-forwarded-for": "203.0.113.9, 127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "sms.example",
    });
    expect(rawHeaders).toContain("203.0.113.9, 127.0.0.1");
    expect(rawHeaders.join()).not.toContain("a=1");
  });

  test("answers 404, with the site's page where it has one", async () => {
    const get = await serve(
      { rewrites: [{ source: "/gone", function: "nobody" }] },
      { "404.html": "lost" },
    );
    for (const path of ["/nothing", "/gone"]) {
      const answer = await get(path);
      expect([answer.status, answer.body.toString()]).toEqual([404, "lost"]);
    }
  });

  test("says so where the page of a rewrite has not been built", async () => {
    const get = await serve({ rewrites: [{ source: "**", destination: "/index.html" }] });
    expect((await get("/")).body.toString()).toBe("not built");
  });

  test.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/a%00b",
    "/.env",
    "/deep/.hidden/x",
  ])("does not serve %s", async (path) => {
    const get = await serve(
      { ignore: ["**/.*", "**/.*/**"] },
      { ".env": "KEY", "deep/.hidden/x": "no" },
    );
    writeFileSync(join(directory, "..", "secret.txt"), "secret");
    const answer = await get(path);
    expect(answer.status).toBe(404);
    rmSync(join(directory, "..", "secret.txt"));
  });

  test("refuses a path that is not UTF-8", async () => {
    const get = await serve({});
    expect((await get("/%E0%A4%A")).status).toBe(400);
  });

  test("sets the headers of every rule that fits, over its own", async () => {
    const rule = (source: string, value: string) => ({
      source,
      headers: [{ key: "Cache-Control", value }],
    });
    const get = await serve(
      { headers: [rule("**/*.@(js|css)", "immutable"), rule("!**/*.js", "no-store")] },
      { "a.js": "", "a.css": "", "a.txt": "" },
    );
    const seen = await Promise.all(["/a.js", "/a.css", "/a.txt"].map((path) => get(path)));
    expect(seen.map(({ headers }) => headers["cache-control"])).toEqual([
      "immutable",
      "no-store",
      "no-store",
    ]);
  });

  test("redirects, fills in what the source captured and keeps the query", async () => {
    const get = await serve({
      redirects: [
        { source: "/old", destination: "/new", type: 302 },
        { source: "/blog/:post*", destination: "https://blog.example/:post" },
      ],
    });
    const answers = await Promise.all([get("/old?a=1"), get("/blog/2026/one"), get("/blog")]);
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual([
      [302, "/new?a=1"],
      [301, "https://blog.example/2026/one"],
      [301, "https://blog.example"],
    ]);
  });

  test("drops .html from addresses when asked for clean ones", async () => {
    const get = await serve(
      { cleanUrls: true },
      { "about.html": "about", "docs/index.html": "docs" },
    );
    expect((await get("/about")).body.toString()).toBe("about");
    expect((await get("/docs")).body.toString()).toBe("docs");
    expect((await get("/about.html")).headers.location).toBe("/about");
    expect((await get("/docs/index.html")).headers.location).toBe("/docs");
    expect((await get("/docs/index")).headers.location).toBe("/docs");
  });

  test("compresses text for who accepts it, and answers 304 to who has it", async () => {
    const text = "handset ".repeat(500);
    const get = await serve({}, { "a.txt": text, "a.png": text });
    const zipped = await get("/a.txt", "GET", { "accept-encoding": "gzip" });
    expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    expect(gunzipSync(zipped.body).toString()).toBe(text);
    const again = await get("/a.txt", "GET", {
      "accept-encoding": "gzip",
      "if-none-match": zipped.headers.etag,
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const plain = await get("/a.txt", "GET", { "accept-encoding": "gzip;q=0" });
    expect([plain.headers["content-encoding"], plain.body.toString()]).toEqual([undefined, text]);
    expect(plain.headers.etag).not.toBe(zipped.headers.etag);
    const image = await get("/a.png", "GET", { "accept-encoding": "br" });
    expect(image.headers["content-encoding"]).toBeUndefined();
  });

  test("answers HEAD without a body, and a range with its part", async () => {
    const get = await serve({}, { "a.png": "0123456789" });
    const head = await get("/a.png", "HEAD");
    expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, "10", 0]);
    const part = await get("/a.png", "GET", { range: "bytes=2-4" });
    expect([part.status, part.body.toString()]).toEqual([206, "234"]);
    expect((await get("/a.png", "GET", { range: "bytes=20-" })).status).toBe(416);
  });
});

describe("readHostingConfig", () => {
  test.each([
    [{ i18n: { root: "/x" } }, "hosting.i18n is not emulated"],
    [
      { rewrites: [{ source: "/x", run: { serviceId: "y" } }] },
      "leads neither to a file nor to a function",
    ],
    [{ rewrites: [{ destination: "/x" }] }, "needs a source or a regex"],
    [[{ public: "a" }, { public: "b" }], "names 2 sites"],
  ])("refuses %j", (section, message) => {
    expect(() => readHostingConfig(section)).toThrow(message);
  });
});
