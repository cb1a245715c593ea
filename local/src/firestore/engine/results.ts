import type { Document } from "../protocol.ts";
import type { ChangeLog } from "./change-log.ts";
import { documentPath } from "./document-name.ts";
import type { DocumentStore } from "./document-store.ts";
import { compareDocuments, matchesShape } from "./query-match.ts";
import type { QueryRunner } from "./query-run.ts";
import type { QueryShape } from "./query-shape.ts";

export interface Results {
  documents: Document[];
  /** Results passed over by the offset. */
  skippedCount: number;
}

/** Answers reads of the present, and of every version that the change log reaches back to. */
export class ResultReader {
  readonly #root: string;
  readonly #documents: DocumentStore;
  readonly #runner: QueryRunner;
  readonly #log: ChangeLog;

  constructor(root: string, documents: DocumentStore, runner: QueryRunner, log: ChangeLog) {
    this.#root = root;
    this.#documents = documents;
    this.#runner = runner;
    this.#log = log;
  }

  /** `version` null reads the present. */
  document(path: string, version: number | null): Document | null {
    if (version !== null) {
      const earlier = this.#log.undoTo(version).get(`${this.#root}/${path}`);
      if (earlier !== undefined) return earlier;
    }
    return this.#documents.get(path)?.document ?? null;
  }

  query(shape: QueryShape, version: number | null): Results {
    return version === null ? this.#present(shape) : this.#past(shape, version);
  }

  #present(shape: QueryShape): Results {
    const { offset, limit } = shape;
    const documents: Document[] = [];
    let skippedCount = 0;
    if (limit === 0) return { documents, skippedCount };
    for (const { document } of this.#runner.run(shape)) {
      if (skippedCount < offset) {
        skippedCount++;
        continue;
      }
      documents.push(document);
      if (documents.length === limit) break;
    }
    return { documents, skippedCount };
  }

  /** The present without the documents that changed since, and with those as they were. */
  #past(shape: QueryShape, version: number): Results {
    const undo = this.#log.undoTo(version);
    const { offset, limit } = shape;
    const enough = limit === null ? null : offset + limit + undo.size;
    const present = this.#present({ ...shape, offset: 0, limit: enough });
    const documents = present.documents.filter((document) => !undo.has(document.name));
    for (const [name, document] of undo) {
      if (document === null) continue;
      if (matchesShape(shape, documentPath(this.#root, name), document)) documents.push(document);
    }
    documents.sort((a, b) => compareDocuments(shape, a, b));
    const end = limit === null ? undefined : offset + limit;
    return {
      documents: documents.slice(offset, end),
      skippedCount: Math.min(offset, documents.length),
    };
  }
}
