import type { ServerResponse } from "node:http";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The dashboard is not built</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}</style>
<h1>The dashboard is not built</h1>
<p>This server is up and its API answers; the pages of the dashboard are not there yet.
Run <code>npm run build</code> and load this page again.</p>
</html>
`;

/** Stands in for the site's pages until they are built. */
export function sendMissingPage(res: ServerResponse): void {
  res.setHeader("content-type", "text/html; charset=utf-8");
  res.setHeader("cache-control", "no-store");
  res.writeHead(200).end(PAGE);
}
