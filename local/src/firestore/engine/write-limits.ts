import { FirestoreError } from "../errors.ts";
import type { Fields, FieldTransform, Value, Write } from "../protocol.ts";
import { DOCUMENT_ID, parseFieldPath } from "./field-path.ts";
import { vectorOf } from "./value-order.ts";

export const DOCUMENT_BYTES_MAX = 1024 * 1024;
export const REQUEST_BYTES_MAX = 10 * 1024 * 1024;
const FIELD_NAME_BYTES_MAX = 1500;
const NESTING_MAX = 20;
const TRANSFORMS_MAX = 500;
const VECTOR_DIMENSION_MAX = 2048;
const RESERVED_NAME = /^__.*__$/;

/** Refuses what production refuses before it looks at any document. */
export function checkWrite(write: Write): void {
  if ("update" in write) {
    checkFields(write.update.fields, 1);
    for (const path of write.updateMask?.fieldPaths ?? []) checkPath(path);
    checkTransforms(write.updateTransforms ?? []);
  } else if ("transform" in write) {
    checkTransforms(write.transform.fieldTransforms);
  } else if ("verify" in write && write.currentDocument === undefined) {
    throw invalid("A verify write needs a precondition.");
  }
}

function checkTransforms(transforms: FieldTransform[]): void {
  if (transforms.length > TRANSFORMS_MAX) {
    throw invalid(`A write has at most ${TRANSFORMS_MAX} field transforms.`);
  }
  for (const transform of transforms) {
    checkPath(transform.fieldPath);
    if ("appendMissingElements" in transform) checkList(transform.appendMissingElements.values, 2);
    if ("removeAllFromArray" in transform) checkList(transform.removeAllFromArray.values, 2);
  }
}

function checkPath(text: string): void {
  const path = parseFieldPath(text);
  if (path.length === 1 && path[0] === DOCUMENT_ID) throw invalid("__name__ cannot be written.");
  for (const name of path) checkName(name);
}

function checkFields(fields: Fields, depth: number): void {
  if (depth > NESTING_MAX) throw invalid(`Maps and lists are nested deeper than ${NESTING_MAX}.`);
  for (const name of Object.keys(fields)) {
    checkName(name);
    const value = fields[name];
    if (value !== undefined) checkValue(value, depth);
  }
}

function checkName(name: string): void {
  if (name === "") throw invalid("A field name is empty.");
  if (name.length > FIELD_NAME_BYTES_MAX / 3 && Buffer.byteLength(name) > FIELD_NAME_BYTES_MAX) {
    throw invalid(`The field name "${name.slice(0, 40)}…" is longer than 1500 bytes.`);
  }
  if (name.startsWith("__") && RESERVED_NAME.test(name)) {
    throw invalid(`Field name "${name}" is invalid because it is reserved.`);
  }
}

function checkValue(value: Value, depth: number): void {
  if ("mapValue" in value) {
    const vector = vectorOf(value);
    if (vector === null) checkFields(value.mapValue.fields, depth + 1);
    else checkVector(vector);
  } else if ("arrayValue" in value) checkList(value.arrayValue.values, depth + 1);
}

function checkList(values: Value[], depth: number): void {
  if (depth > NESTING_MAX) throw invalid(`Maps and lists are nested deeper than ${NESTING_MAX}.`);
  for (const value of values) {
    if ("arrayValue" in value) throw invalid("Nested arrays are not allowed.");
    checkValue(value, depth);
  }
}

function checkVector(elements: Value[]): void {
  if (elements.length === 0 || elements.length > VECTOR_DIMENSION_MAX) {
    throw invalid(`A vector has between 1 and ${VECTOR_DIMENSION_MAX} dimensions.`);
  }
  if (!elements.every((one) => "doubleValue" in one || "integerValue" in one)) {
    throw invalid("A vector holds numbers only.");
  }
}

/** `text` is the stored JSON, whose length bounds the size from above except for long non-ASCII texts. */
export function checkDocumentSize(path: string, fields: Fields, text: string): void {
  if (text.length * 3 <= DOCUMENT_BYTES_MAX) return;
  const size = documentSize(path, fields);
  if (size <= DOCUMENT_BYTES_MAX) return;
  throw invalid(
    `Document "${path}" cannot be written because its size (${size.toLocaleString("en")} bytes) exceeds the maximum allowed size of 1,048,576 bytes.`,
  );
}

/** As production counts: names, texts and their terminators, eight bytes a number, 32 for the document. */
function documentSize(path: string, fields: Fields): number {
  const name = path.split("/").reduce((sum, segment) => sum + Buffer.byteLength(segment) + 1, 16);
  return name + fieldsSize(fields) + 32;
}

function fieldsSize(fields: Fields): number {
  let size = 0;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (value !== undefined) size += Buffer.byteLength(name) + 1 + valueSize(value);
  }
  return size;
}

function valueSize(value: Value): number {
  if ("stringValue" in value) return Buffer.byteLength(value.stringValue) + 1;
  if ("bytesValue" in value) return Buffer.byteLength(value.bytesValue, "base64");
  if ("referenceValue" in value) return Buffer.byteLength(value.referenceValue) + 1;
  if ("mapValue" in value) return fieldsSize(value.mapValue.fields) + 32;
  if ("arrayValue" in value) {
    return value.arrayValue.values.reduce((sum, element) => sum + valueSize(element), 0);
  }
  if ("geoPointValue" in value) return 16;
  return "nullValue" in value || "booleanValue" in value ? 1 : 8;
}

function invalid(message: string): FirestoreError {
  return new FirestoreError("INVALID_ARGUMENT", message);
}
