import { FirestoreError } from "../errors.ts";
import type { Document, DocumentChange, Timestamp, Write, WriteResult } from "../protocol.ts";
import { applyWrite, preconditionFailure } from "./apply-write.ts";
import type { Stored } from "./document-store.ts";
import { sameFields } from "./same-value.ts";
import { checkDocumentSize, REQUEST_BYTES_MAX } from "./write-limits.ts";

/** One document as a commit found it and as the commit will leave it. */
export interface StagedDocument {
  path: string;
  stored: Stored | null;
  after: Document | null;
  /** JSON of the fields after the commit. */
  text: string;
}

export interface StagedCommit {
  documents: Map<string, StagedDocument>;
  /** One a write, in order; what the rules judge. */
  changes: DocumentChange[];
  results: WriteResult[];
}

/**
 * Works out a whole commit without touching the database. Throws when a write is refused; `tellState` comes first where
 * the refusal, or a verified document, tells what is stored.
 */
export function stageCommit(
  writes: { path: string; name: string; write: Write }[],
  find: (path: string) => Stored | null,
  tellState: (name: string, document: Document | null) => void,
  commitTime: Timestamp,
  requestTime: Timestamp,
): StagedCommit {
  const documents = new Map<string, StagedDocument>();
  const changes: DocumentChange[] = [];
  const results: WriteResult[] = [];
  for (const { path, name, write } of writes) {
    const staged = documents.get(path) ?? first(path, find(path));
    documents.set(path, staged);
    const before = staged.after;
    const failure = preconditionFailure(write, before);
    if (failure !== null || "verify" in write) tellState(name, before);
    if (failure !== null) throw failure;
    const { fields, transformResults } = applyWrite(write, before, requestTime);
    const isUnchanged = before !== null && fields !== null && sameFields(before.fields, fields);
    if (!isUnchanged) staged.after = fields && next(name, before, fields, commitTime);
    if (!("verify" in write)) changes.push({ name, before, after: staged.after });
    results.push(resultOf(staged.after, transformResults));
  }
  serialise(documents);
  return { documents, changes, results };
}

function first(path: string, stored: Stored | null): StagedDocument {
  return { path, stored, after: stored?.document ?? null, text: "" };
}

function next(
  name: string,
  before: Document | null,
  fields: Document["fields"],
  commitTime: Timestamp,
): Document {
  return { name, fields, createTime: before?.createTime ?? commitTime, updateTime: commitTime };
}

function resultOf(after: Document | null, transformResults: WriteResult["transformResults"]) {
  const result: WriteResult = {};
  if (after !== null) result.updateTime = after.updateTime;
  if (transformResults !== undefined) result.transformResults = transformResults;
  return result;
}

function serialise(documents: Map<string, StagedDocument>): void {
  let size = 0;
  for (const staged of documents.values()) {
    const { after, stored, path } = staged;
    if (after === null || after === stored?.document) continue;
    staged.text = JSON.stringify(after.fields);
    checkDocumentSize(path, after.fields, staged.text);
    size += staged.text.length;
  }
  if (size <= 2 * REQUEST_BYTES_MAX) return;
  throw new FirestoreError("INVALID_ARGUMENT", "Transaction too big. Decrease transaction size.");
}
