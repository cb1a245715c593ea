import type { Engine } from "../../engine.ts";
import type { Document, DocumentChange, StructuredQuery } from "../../protocol.ts";

interface Query {
  parent: string;
  structuredQuery: StructuredQuery;
}

/**
 * The first `limit` results after some changes, from the first `limit` before them; null when the database must be asked.
 * While the window was not full it held every match. When it was full, whatever it did not hold sorts after its last
 * document, so that what sorts up to there is known.
 */
export function advanceWindow(
  engine: Engine,
  { parent, structuredQuery }: Query,
  window: Document[],
  changes: DocumentChange[],
): Document[] | null {
  const { limit, offset = 0, select } = structuredQuery;
  if (limit === undefined || offset > 0 || select !== undefined) return null;
  const last = window.length >= limit ? window.at(-1) : undefined;
  if (window.length >= limit && last === undefined) return [];
  const changed = new Set(changes.map(({ name }) => name));
  const candidates = window.filter(({ name }) => !changed.has(name));
  for (const { after } of changes) {
    if (after !== null && engine.matches(parent, structuredQuery, after)) candidates.push(after);
  }
  candidates.sort((left, right) => engine.compare(structuredQuery, left, right));
  if (last === undefined) return candidates.slice(0, limit);
  const known = candidates.filter(
    (document) => engine.compare(structuredQuery, document, last) <= 0,
  );
  return known.length >= limit ? known.slice(0, limit) : null;
}
