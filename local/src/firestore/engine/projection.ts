import type { Document } from "../protocol.ts";
import { parseFieldPath, project } from "./field-path.ts";
import type { QueryShape } from "./query-shape.ts";

/** Found documents with the fields that a mask names. */
export function masked(found: (Document | null)[], fieldPaths: string[] | undefined) {
  if (fieldPaths === undefined) return found;
  const mask = fieldPaths.map(parseFieldPath);
  return found.map((one) => one && { ...one, fields: project(one.fields, mask) });
}

/** Results with the fields that their query selects. */
export function selected(shape: QueryShape, documents: Document[]): Document[] {
  const { select } = shape;
  if (select === null) return documents;
  return documents.map((one) => ({ ...one, fields: project(one.fields, select) }));
}
