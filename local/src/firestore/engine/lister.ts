import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller, Document, Order, StructuredQuery, Value } from "../protocol.ts";
import type { CollectionRegistry } from "./collection-registry.ts";
import { denied } from "./committer.ts";
import { checkCollectionId, comparePaths, parentPath } from "./document-name.ts";
import type { DocumentStore } from "./document-store.ts";
import { parseFieldPath, project } from "./field-path.ts";
import { namePrefix } from "./index-keys.ts";
import type { IndexStore } from "./index-store.ts";
import { valueAt } from "./query-match.ts";
import { shapeQuery } from "./query-shape.ts";
import type { Reader } from "./reader.ts";
import { afterPrefix } from "./value-key.ts";

const PAGE_SIZE = 300;

type ListRequest = Parameters<Engine["listDocuments"]>[0];

/** Lists documents and collections by where they are. */
export class Lister {
  readonly #root: string;
  readonly #reader: Reader;
  readonly #registry: CollectionRegistry;
  readonly #documents: DocumentStore;
  readonly #entries: IndexStore;

  constructor(parts: {
    root: string;
    reader: Reader;
    registry: CollectionRegistry;
    documents: DocumentStore;
    entries: IndexStore;
  }) {
    this.#root = parts.root;
    this.#reader = parts.reader;
    this.#registry = parts.registry;
    this.#documents = parts.documents;
    this.#entries = parts.entries;
  }

  async listDocuments(request: ListRequest, caller: Caller) {
    checkCollectionId(request.collectionId);
    if (request.showMissing === true) return this.#listWithMissing(request, caller);
    const limit = pageSize(request.pageSize);
    const query: StructuredQuery = {
      from: [{ collectionId: request.collectionId }],
      orderBy: parseOrders(request.orderBy ?? ""),
      limit: limit + 1,
    };
    const orders = shapeQuery(this.#root, request.parent, query).orders;
    if (request.pageToken !== undefined) {
      query.startAt = { values: decodeToken<Value[]>(request.pageToken), before: false };
    }
    const found = await this.#reader.runQuery(
      { parent: request.parent, structuredQuery: query },
      caller,
    );
    const documents = found.documents.slice(0, limit);
    const last = documents.at(-1);
    const page = { documents: documents.map((one) => masked(one, request.mask)) };
    if (last === undefined || found.documents.length <= limit) return page;
    const values = orders.map((order) => valueAt(last, order.path));
    return { ...page, nextPageToken: encodeToken(values) };
  }

  /** Also the documents that are not there but have collections below them. */
  async #listWithMissing(request: ListRequest, caller: Caller) {
    if (caller.kind !== "owner") throw denied();
    if (request.orderBy) throw invalid("showMissing cannot be used with orderBy.");
    const above = parentPath(this.#root, request.parent);
    const collection = above === "" ? request.collectionId : `${above}/${request.collectionId}`;
    const start = collection.length + 1;
    const paths = new Set(this.#documents.pathsIn(collection));
    for (const below of this.#registry.below(collection)) {
      if (!this.#isEmpty(below)) paths.add(below.slice(0, below.indexOf("/", start)));
    }
    const after = request.pageToken === undefined ? null : decodeToken<string>(request.pageToken);
    const rest = [...paths]
      .filter((path) => after === null || comparePaths(path, after) > 0)
      .sort(comparePaths);
    const limit = pageSize(request.pageSize);
    const documents = rest.slice(0, limit).map((path) => {
      const stored = this.#documents.get(path);
      return stored === null
        ? { name: `${this.#root}/${path}` }
        : masked(stored.document, request.mask);
    });
    const last = rest[limit - 1];
    if (last === undefined || rest.length <= limit) return { documents };
    return { documents, nextPageToken: encodeToken(last) };
  }

  async listCollectionIds(request: Parameters<Engine["listCollectionIds"]>[0], caller: Caller) {
    if (caller.kind !== "owner") throw denied();
    const above = parentPath(this.#root, request.parent);
    const after = request.pageToken === undefined ? "" : decodeToken<string>(request.pageToken);
    const ids = this.#registry
      .children(above)
      .filter(({ collectionId, path }) => collectionId > after && !this.#isEmptyBelow(path))
      .map(({ collectionId }) => collectionId);
    const limit = pageSize(request.pageSize);
    const collectionIds = ids.slice(0, limit);
    if (ids.length <= limit) return { collectionIds };
    return { collectionIds, nextPageToken: encodeToken(collectionIds.at(-1)) };
  }

  #isEmpty(collection: string): boolean {
    const scope = this.#registry.find(collection);
    if (scope === null) return true;
    const prefix = namePrefix(scope);
    return this.#entries.isEmpty({ from: prefix, to: afterPrefix(prefix) });
  }

  /** A collection shows while anything stands in it or below one of its documents, even a missing one. */
  #isEmptyBelow(collection: string): boolean {
    if (!this.#isEmpty(collection)) return false;
    return this.#registry.below(collection).every((below) => this.#isEmpty(below));
  }
}

function masked(document: Document, mask: ListRequest["mask"]): Document {
  if (mask === undefined) return document;
  return { ...document, fields: project(document.fields, mask.fieldPaths.map(parseFieldPath)) };
}

/** `a, b.c desc` */
function parseOrders(text: string): Order[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => {
    const [fieldPath = "", direction = "asc", ...others] = part.trim().split(/\s+/);
    if (others.length > 0 || !/^(asc|desc)$/i.test(direction)) {
      throw invalid(`Invalid order "${part.trim()}".`);
    }
    const isDescending = direction.toLowerCase() === "desc";
    return { field: { fieldPath }, direction: isDescending ? "DESCENDING" : "ASCENDING" };
  });
}

function pageSize(asked: number | undefined): number {
  if (asked !== undefined && asked < 0) throw invalid("The page size is negative.");
  return asked || PAGE_SIZE;
}

function encodeToken(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decodeToken<T>(token: string): T {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString()) as T;
  } catch {
    throw invalid("The page token is invalid.");
  }
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
