import type { ReadForRules } from "../engine.ts";
import type { Document } from "../protocol.ts";
import { containsUnknown } from "./query-value.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Position } from "./syntax-tree.ts";
import type { RulesValue } from "./values.ts";
import { pathFromName, RulesMap, RulesPath, typeNameOf, UNKNOWN } from "./values.ts";

const PER_OPERATION_MAX = 10;
const PER_REQUEST_MAX = 20;

export function resourceOf(document: Document | null): RulesValue {
  if (document === null) return null;
  return RulesMap.of({
    data: RulesMap.ofFields(document.fields),
    id: document.name.slice(document.name.lastIndexOf("/") + 1),
    __name__: pathFromName(document.name),
  });
}

/** `get()` and `exists()` of one request: each document is read once, and not too many of them. */
export class DocumentLookups {
  readonly #read: ReadForRules;
  readonly #projectId: string;
  readonly #known = new Map<string, RulesValue>();
  #operationCount = 0;

  constructor(read: ReadForRules, projectId: string) {
    this.#read = read;
    this.#projectId = projectId;
  }

  /** The next write of the same commit has its own allowance of 10 within the 20 of the commit. */
  startOperation(): void {
    this.#operationCount = 0;
  }

  get(path: RulesValue, moment: "before" | "after", at: Position): RulesValue {
    if (containsUnknown(path)) return UNKNOWN;
    const name = this.#nameOf(path, at);
    const key = `${moment} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#operationCount += 1;
    if (this.#operationCount > PER_OPERATION_MAX || this.#known.size >= PER_REQUEST_MAX) {
      throw new RulesRuntimeError("Too many get() and exists() calls for one request.", at, true);
    }
    const resource = resourceOf(this.#read[moment](name));
    this.#known.set(key, resource);
    return resource;
  }

  #nameOf(path: RulesValue, at: Position): string {
    if (!(path instanceof RulesPath)) {
      throw new RulesRuntimeError(`Expected the path of a document, got ${typeNameOf(path)}.`, at);
    }
    const { segments } = path;
    const isDocument =
      segments[0] === "databases" &&
      segments[2] === "documents" &&
      segments.length >= 5 &&
      segments.length % 2 === 1;
    if (!isDocument) {
      throw new RulesRuntimeError(
        `/${segments.join("/")} is no document: expected /databases/$(database)/documents/…`,
        at,
      );
    }
    return `projects/${this.#projectId}/${segments.join("/")}`;
  }
}
