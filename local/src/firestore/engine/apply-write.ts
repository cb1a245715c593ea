import { FirestoreError } from "../errors.ts";
import type {
  Document,
  DocumentName,
  Fields,
  FieldTransform,
  Timestamp,
  Value,
  Write,
} from "../protocol.ts";
import { getField, parseFieldPath, withField, withoutField } from "./field-path.ts";
import { transformed, transformResult } from "./transforms.ts";

export interface Applied {
  /** The fields after the write; null when it leaves no document. */
  fields: Fields | null;
  transformResults?: Value[];
}

export function writtenName(write: Write): DocumentName {
  if ("update" in write) return write.update.name;
  if ("delete" in write) return write.delete;
  return "verify" in write ? write.verify : write.transform.document;
}

/** What one write makes of a document, its precondition aside. */
export function applyWrite(
  write: Write,
  current: Document | null,
  requestTime: Timestamp,
): Applied {
  if ("delete" in write) return { fields: null };
  if ("verify" in write) return { fields: current?.fields ?? null };
  if ("transform" in write) {
    return withTransforms(current?.fields ?? {}, write.transform.fieldTransforms, requestTime);
  }
  const { updateMask, updateTransforms = [], update } = write;
  const fields = updateMask
    ? merged(current?.fields ?? {}, update.fields, updateMask.fieldPaths)
    : update.fields;
  return withTransforms(fields, updateTransforms, requestTime);
}

/** Why the precondition of a write does not hold; null when it does. */
export function preconditionFailure(write: Write, current: Document | null): FirestoreError | null {
  const { exists, updateTime } = write.currentDocument ?? {};
  const name = writtenName(write);
  if (exists === true && current === null) {
    return new FirestoreError("NOT_FOUND", `No document to update: ${name}`);
  }
  if (exists === false && current !== null) {
    return new FirestoreError("ALREADY_EXISTS", `Document already exists: ${name}`);
  }
  if (updateTime === undefined || current?.updateTime === updateTime) return null;
  const stored = current === null ? "no document" : `version ${current.updateTime}`;
  return new FirestoreError(
    "FAILED_PRECONDITION",
    `The stored ${stored} does not match the required base version ${updateTime}: ${name}`,
  );
}

function merged(current: Fields, update: Fields, fieldPaths: string[]): Fields {
  let fields = current;
  for (const text of fieldPaths) {
    const path = parseFieldPath(text);
    const value = getField(update, path);
    fields = value === undefined ? withoutField(fields, path) : withField(fields, path, value);
  }
  return fields;
}

function withTransforms(
  start: Fields,
  transforms: FieldTransform[],
  requestTime: Timestamp,
): Applied {
  if (transforms.length === 0) return { fields: start };
  let fields = start;
  const transformResults: Value[] = [];
  for (const transform of transforms) {
    const path = parseFieldPath(transform.fieldPath);
    const value = transformed(transform, getField(fields, path), requestTime);
    fields = withField(fields, path, value);
    transformResults.push(transformResult(transform, value));
  }
  return { fields, transformResults };
}
