import { isIP } from "node:net";

/** Where a URL points among our own functions. */
export interface LocalTarget {
  functionName: string;
  /** Path and query behind the function's name. */
  path: string;
}

export interface TargetContext {
  projectId: string;
  /** The functions' own port, once it is known. */
  functionsPort(): number | null;
}

/**
 * Reads a function's address as production spells it (`https://REGION-PROJECT.cloudfunctions.net/NAME`) and as the emulators do
 * (`http://127.0.0.1:5001/PROJECT/REGION/NAME`). Null for a stranger's.
 */
export function parseTarget(url: string, context: TargetContext): LocalTarget | null {
  const parsed = URL.parse(url);
  if (!parsed) return null;
  const { projectId } = context;
  const isProduction =
    parsed.protocol === "https:" && parsed.hostname.endsWith(`-${projectId}.cloudfunctions.net`);
  if (isProduction) return split(parsed.pathname + parsed.search);
  const isOurPort = isLoopback(parsed.hostname) && Number(parsed.port) === context.functionsPort();
  return isOurPort ? parseEmulatorPath(parsed.pathname + parsed.search, projectId) : null;
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
