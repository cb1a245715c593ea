/** The segments of `a.b.\`c.d\``: dots separate, backticks quote. */
export function fieldPathSegments(fieldPath: string): string[] {
  if (!fieldPath.includes("`")) return fieldPath.split(".");
  const segments: string[] = [];
  for (const match of fieldPath.matchAll(/`((?:[^`\\]|\\.)*)`|[^.`]+/g)) {
    const quoted = match[1];
    segments.push(quoted === undefined ? match[0] : quoted.replaceAll(/\\(.)/g, "$1"));
  }
  return segments;
}
