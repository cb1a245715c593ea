import type { Redirect } from "./config.ts";

/** Where a path is redirected to; null when no rule says so. `:name` and `:name*` are filled from the path. */
export function redirectOf(
  redirects: Redirect[],
  path: string,
): { status: number; location: string } | null {
  for (const redirect of redirects) {
    const { source, status, destination } = redirect;
    if (!/(^|\/):/.test(source)) {
      if (redirect.matches(path)) return { status, location: destination };
      continue;
    }
    const values = captureRegex(source).exec(path)?.groups;
    if (values) return { status, location: fill(destination, values) };
  }
  return null;
}

function captureRegex(source: string): RegExp {
  const segments = source
    .split("/")
    .slice(1)
    .map((segment) => {
      const [, name, isRest] = /^:(\w+)(\*?)$/.exec(segment) ?? [];
      if (name) return isRest ? `(?:/(?<${name}>.*?))?` : `/(?<${name}>[^/]+)`;
      const texts = segment.split("*").map((text) => text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
      return `/${texts.join("[^/]*")}`;
    });
  return new RegExp(`^${segments.join("")}/?$`, "u");
}

function fill(destination: string, values: Record<string, string | undefined>): string {
  const filled = destination.replace(/(\/?):(\w+)\*?/g, (whole, slash, name) => {
    if (!(name in values)) return whole;
    return values[name] ? slash + values[name] : "";
  });
  return filled || "/";
}
