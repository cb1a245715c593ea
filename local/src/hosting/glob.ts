import { posix } from "node:path";

/** A glob of `firebase.json`, with extended globs and a leading `!` for its opposite. */
export function isMatch(path: string, glob: string): boolean {
  const isNegated = glob.startsWith("!") && !glob.startsWith("!(");
  if (isNegated) return !isMatch(path, glob.slice(1));
  return posix.matchesGlob(path, glob);
}
