import { FirestoreError } from "../errors.ts";
import { compareUtf8 } from "./utf8-order.ts";

const NUMERIC_ID = /^__id(-?\d+)__$/;
const RESERVED_ID = /^__.*__$/;
const NAME_BYTES_MAX = 6 * 1024;
const ID_BYTES_MAX = 1500;
const DEPTH_MAX = 100;

/** Where documents of one database live: `projects/{p}/databases/(default)/documents`. */
export function documentsRoot(projectId: string): string {
  return `projects/${projectId}/databases/(default)/documents`;
}

/** The path below the root of a document name, checked: `users/u1`. */
export function documentPath(root: string, name: string): string {
  const path = pathBelow(root, name);
  const segments = path.split("/");
  if (path === "" || segments.length % 2 !== 0) {
    throw invalid(`Document name "${name}" lacks the id of a document or of a collection.`);
  }
  checkSegments(name, segments);
  return path;
}

/** The path below the root of what may hold collections: a document, or the root itself, which is empty. */
export function parentPath(root: string, parent: string): string {
  return parent === root ? "" : documentPath(root, parent);
}

function pathBelow(root: string, name: string): string {
  if (name.startsWith(`${root}/`)) return name.slice(root.length + 1);
  const [projects, project, databases, database, documents] = name.split("/");
  if (projects !== "projects" || databases !== "databases" || documents !== "documents") {
    throw invalid(`Invalid resource name "${name}".`);
  }
  throw new FirestoreError(
    "NOT_FOUND",
    `The database ${database} does not exist for project ${project} ((this server holds ${root})).`,
  );
}

function checkSegments(name: string, segments: string[]): void {
  if (name.length > NAME_BYTES_MAX || segments.length > 2 * DEPTH_MAX) {
    throw invalid(`Document name of ${name.length} characters is longer than 6144 bytes.`);
  }
  for (const [i, segment] of segments.entries()) {
    if (segment === "" || segment === "." || segment === "..") {
      throw invalid(`Document name "${name}" has an invalid segment "${segment}".`);
    }
    if (segment.length > ID_BYTES_MAX / 3 && Buffer.byteLength(segment) > ID_BYTES_MAX) {
      throw invalid(`Document name "${name}" has a segment longer than 1500 bytes.`);
    }
    if (segment.startsWith("__") && RESERVED_ID.test(segment)) {
      const isNumericId = i % 2 === 1 && NUMERIC_ID.test(segment);
      if (!isNumericId)
        throw invalid(`Resource id "${segment}" is invalid because it is reserved.`);
    }
  }
}

export function checkCollectionId(id: string): void {
  if (id === "" || id.includes("/") || RESERVED_ID.test(id)) {
    throw invalid(`Collection id "${id}" is invalid.`);
  }
}

export interface PathParts {
  /** The path of the collection: `users/u1/orders`. */
  collection: string;
  collectionId: string;
  /** The path of the document above the collection; empty at the root. */
  parent: string;
  id: string;
}

export function splitPath(path: string): PathParts {
  const end = path.lastIndexOf("/");
  const collection = path.slice(0, end);
  const start = collection.lastIndexOf("/");
  return {
    collection,
    collectionId: collection.slice(start + 1),
    parent: start < 0 ? "" : collection.slice(0, start),
    id: path.slice(end + 1),
  };
}

/** Order of document paths or names: segment by segment, numeric ids before all others. */
export function comparePaths(left: string, right: string): number {
  if (left === right) return 0;
  const a = left.split("/");
  const b = right.split("/");
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareIds(a[i] ?? "", b[i] ?? "");
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIds(left: string, right: string): number {
  if (left === right) return 0;
  const a = numericId(left);
  const b = numericId(right);
  if (a !== null && b !== null) return a < b ? -1 : a > b ? 1 : 0;
  if (a !== null) return -1;
  if (b !== null) return 1;
  return compareUtf8(left, right);
}

/** The number in `__id123__`; null for every other id. */
export function numericId(id: string): bigint | null {
  if (!id.startsWith("__id")) return null;
  const digits = NUMERIC_ID.exec(id)?.[1];
  return digits === undefined ? null : BigInt.asIntN(64, BigInt(digits));
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
