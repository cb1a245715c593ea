/** What is known of every operation's input. */
export interface AnyInput {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
}

export function urlOf(
  baseUrl: string,
  path: string,
  { path: places = {}, query = {} }: AnyInput,
): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, places[name]));
  const url = new URL(filled, baseUrl);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/** An address without the value, or with dots in its place, would be another operation's. */
function segment(name: string, value: string | undefined): string {
  if (value === undefined || value === "" || value === "." || value === "..") {
    throw new TypeError(
      `path.${name}: give what the operation is about, not ${JSON.stringify(value)}.`,
    );
  }
  return encodeURIComponent(value);
}
