import type { DocumentName } from "../../protocol.ts";
import type { TargetSource } from "../messages.ts";

/** A commit finds the targets that it may concern by these keys, and looks at no other. */

const EVERYTHING = "*";

export function keysOfTarget(source: TargetSource): string[] {
  if ("documents" in source) return source.documents.documents.map(documentKey);
  const { parent, structuredQuery } = source.query;
  const selector = structuredQuery.from[0];
  if (selector === undefined || selector.collectionId === "") return [EVERYTHING];
  return selector.allDescendants === true
    ? [groupKey(selector.collectionId)]
    : [collectionKey(`${parent}/${selector.collectionId}`)];
}

/** What the keys say, for a long list of changes: no text is built for each. */
export function concernOf(source: TargetSource): (name: DocumentName) => boolean {
  if ("documents" in source) {
    const names = new Set(source.documents.documents);
    return (name) => names.has(name);
  }
  const { parent, structuredQuery } = source.query;
  const selector = structuredQuery.from[0];
  if (selector === undefined || selector.collectionId === "") return () => true;
  if (selector.allDescendants === true) {
    const part = `/${selector.collectionId}/`;
    return (name) => {
      const slash = name.lastIndexOf("/");
      return name.startsWith(part, slash - part.length + 1);
    };
  }
  const prefix = `${parent}/${selector.collectionId}/`;
  return (name) => name.lastIndexOf("/") === prefix.length - 1 && name.startsWith(prefix);
}

export function keysOfDocument(name: DocumentName): string[] {
  const collection = name.slice(0, name.lastIndexOf("/"));
  const id = collection.slice(collection.lastIndexOf("/") + 1);
  return [documentKey(name), collectionKey(collection), groupKey(id), EVERYTHING];
}

function documentKey(name: DocumentName): string {
  return `d ${name}`;
}

function collectionKey(path: string): string {
  return `c ${path}`;
}

function groupKey(id: string): string {
  return `g ${id}`;
}
