import { isIP } from "node:net";

/** Where a URL points among our own functions. */
export interface LocalTarget {
  functionName: string;
  /** Path and query behind the function's name. */
  path: string;
}

/**
 * Reads a function's address as production spells it (`https://REGION-PROJECT.cloudfunctions.net/NAME`) and as the emulators do
 * (`http://127.0.0.1:5001/PROJECT/REGION/NAME`), whatever the port: a task may be older than this start. Null for a stranger's.
 */
export function parseTarget(url: string, projectId: string): LocalTarget | null {
  const parsed = URL.parse(url);
  if (!parsed) return null;
  const path = parsed.pathname + parsed.search;
  const isProduction =
    parsed.protocol === "https:" && parsed.hostname.endsWith(`-${projectId}.cloudfunctions.net`);
  if (isProduction) return split(path);
  return isLoopback(parsed.hostname) ? parseEmulatorPath(path, projectId) : null;
}

/** `/PROJECT/REGION/NAME/rest?query` */
export function parseEmulatorPath(path: string, projectId: string): LocalTarget | null {
  const prefix = `/${projectId}/`;
  if (!path.startsWith(prefix)) return null;
  const regionEnd = path.indexOf("/", prefix.length);
  return regionEnd < 0 ? null : split(path.slice(regionEnd));
}

function split(path: string): LocalTarget | null {
  const [, functionName, rest = ""] = /^\/([^/?]+)(.*)$/s.exec(path) ?? [];
  if (functionName === undefined) return null;
  return { functionName, path: rest.startsWith("/") ? rest : `/${rest}` };
}

function isLoopback(hostname: string): boolean {
  if (hostname === "localhost" || hostname === "[::1]") return true;
  return isIP(hostname) === 4 && hostname.startsWith("127.");
}
