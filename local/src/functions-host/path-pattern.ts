/** An Eventarc path pattern: `users/{uid}`, `{path=**}/orders/{id}`, `users/*`. */
export interface PathPattern {
  source: string;
  matches(path: string): boolean;
}

type Segment = { isMulti: true } | { isMulti: false; test(segment: string): boolean };

export function parsePathPattern(source: string): PathPattern {
  const segments = source.split("/").filter(Boolean).map(parseSegment);
  const multi = segments.findIndex(({ isMulti }) => isMulti);
  if (segments.filter(({ isMulti }) => isMulti).length > 1) {
    throw new Error(`The path pattern ${source} has more than one "**".`);
  }
  const head = multi < 0 ? segments : segments.slice(0, multi);
  const tail = multi < 0 ? [] : segments.slice(multi + 1);
  return {
    source,
    matches(path) {
      const parts = path.split("/");
      const needed = head.length + tail.length;
      if (multi < 0 ? parts.length !== needed : parts.length < needed) return false;
      const end = parts.slice(parts.length - tail.length);
      return fits(head, parts) && fits(tail, end);
    },
  };
}

function fits(segments: Segment[], parts: string[]): boolean {
  return segments.every((segment, i) => segment.isMulti || segment.test(parts[i] ?? ""));
}

function parseSegment(text: string): Segment {
  const capture = /^\{[^={}]+(?:=(.+))?\}$/.exec(text);
  const glob = capture ? (capture[1] ?? "*") : text;
  if (glob === "**") return { isMulti: true };
  if (/[{}]/.test(glob) || glob.includes("**")) {
    throw new Error(`"${text}" is no segment of a path pattern.`);
  }
  const parts = glob.split("*").map((part) => part.replace(/[\\^$.+?()[\]|]/g, "\\$&"));
  const regex = new RegExp(`^${parts.join("[^/]*")}$`, "u");
  return { isMulti: false, test: (segment) => regex.test(segment) };
}
