import { RE2JS } from "re2js";

const CACHE_SIZE_MAX = 200;
const cache = new Map<string, RE2JS>();

/** Linear-time RE2, as production uses: rules meet text that strangers wrote. Throws on a pattern that does not parse. */
export function compilePattern(pattern: string): RE2JS {
  const known = cache.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern);
  if (cache.size >= CACHE_SIZE_MAX) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}
