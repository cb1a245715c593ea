import { FirestoreError } from "../../errors.ts";
import type { FieldTransform, Precondition, Value, Write, WriteResult } from "../../protocol.ts";
import type { Mask } from "../messages.ts";
import { readArray, readDocument, readValue, writeValue } from "./value.ts";
import {
  type Reader,
  readNested,
  readTimestamp,
  type Writer,
  writeNested,
  writeTimestamp,
} from "./wire-format.ts";

/** The members of a Write as they come; `readWrite` makes the canonical union of them. */
interface WriteParts {
  operation:
    | Exclude<Write, { update: unknown }>
    | { update: ReturnType<typeof readDocument> }
    | null;
  updateMask?: Mask;
  updateTransforms?: FieldTransform[];
  currentDocument?: Precondition;
}

export function readWrite(reader: Reader): Write {
  const parts = readNested<WriteParts>(reader, { operation: null }, readWriteMember);
  const { operation, currentDocument, updateMask, updateTransforms } = parts;
  if (operation === null) {
    throw new FirestoreError(
      "INVALID_ARGUMENT",
      "A write is one of update, delete, verify and transform.",
    );
  }
  const condition = currentDocument === undefined ? {} : { currentDocument };
  if ("update" in operation) {
    return {
      update: operation.update,
      ...(updateMask !== undefined && { updateMask }),
      ...(updateTransforms !== undefined && { updateTransforms }),
      ...condition,
    };
  }
  if (updateMask !== undefined || updateTransforms !== undefined) {
    throw new FirestoreError(
      "INVALID_ARGUMENT",
      "update_mask and update_transforms go with update only.",
    );
  }
  return { ...operation, ...condition };
}

function readWriteMember(reader: Reader, tag: number, parts: WriteParts): boolean {
  switch (tag) {
    case 10:
      parts.operation = { update: readDocument(reader) };
      return true;
    case 18:
      parts.operation = { delete: reader.string() };
      return true;
    case 26:
      parts.updateMask = readMask(reader);
      return true;
    case 34:
      parts.currentDocument = readPrecondition(reader);
      return true;
    case 42:
      parts.operation = { verify: reader.string() };
      return true;
    case 50:
      parts.operation = { transform: readDocumentTransform(reader) };
      return true;
    case 58:
      parts.updateTransforms ??= [];
      parts.updateTransforms.push(readTransform(reader));
      return true;
    default:
      return false;
  }
}

export function readMask(reader: Reader): Mask {
  return readNested(reader, { fieldPaths: [] as string[] }, (inner, tag, mask) => {
    if (tag !== 10) return false;
    mask.fieldPaths.push(inner.string());
    return true;
  });
}

export function readPrecondition(reader: Reader): Precondition {
  const { condition } = readNested(
    reader,
    { condition: {} as Precondition },
    (inner, tag, target) => {
      if (tag === 8) target.condition = { exists: inner.bool() };
      else if (tag === 18) target.condition = { updateTime: readTimestamp(inner) };
      else return false;
      return true;
    },
  );
  return condition;
}

function readDocumentTransform(reader: Reader): {
  document: string;
  fieldTransforms: FieldTransform[];
} {
  const target = { document: "", fieldTransforms: [] as FieldTransform[] };
  return readNested(reader, target, (inner, tag, transform) => {
    if (tag === 10) transform.document = inner.string();
    else if (tag === 18) transform.fieldTransforms.push(readTransform(inner));
    else return false;
    return true;
  });
}

type TransformKind =
  | { setToServerValue: "REQUEST_TIME" }
  | { increment: Value }
  | { maximum: Value }
  | { minimum: Value }
  | { appendMissingElements: { values: Value[] } }
  | { removeAllFromArray: { values: Value[] } };

function readTransform(reader: Reader): FieldTransform {
  const parts = { fieldPath: "", kind: null as TransformKind | null };
  readNested(reader, parts, readTransformMember);
  if (parts.kind === null) {
    throw new FirestoreError(
      "INVALID_ARGUMENT",
      `The transform of ${parts.fieldPath} has no kind.`,
    );
  }
  return { fieldPath: parts.fieldPath, ...parts.kind };
}

function readTransformMember(
  reader: Reader,
  tag: number,
  parts: { fieldPath: string; kind: TransformKind | null },
): boolean {
  if (tag === 10) parts.fieldPath = reader.string();
  else if (tag === 16) parts.kind = readServerValue(reader);
  else if (tag === 26) parts.kind = { increment: readValue(reader) };
  else if (tag === 34) parts.kind = { maximum: readValue(reader) };
  else if (tag === 42) parts.kind = { minimum: readValue(reader) };
  else if (tag === 50) parts.kind = { appendMissingElements: readArray(reader) };
  else if (tag === 58) parts.kind = { removeAllFromArray: readArray(reader) };
  else return false;
  return true;
}

function readServerValue(reader: Reader): { setToServerValue: "REQUEST_TIME" } {
  const value = reader.int32();
  if (value === 1) return { setToServerValue: "REQUEST_TIME" };
  throw new FirestoreError("INVALID_ARGUMENT", `Server value ${value} is not known.`);
}

export function writeWriteResult(writer: Writer, result: WriteResult): void {
  writeTimestamp(writer, 10, result.updateTime);
  for (const value of result.transformResults ?? []) writeNested(writer, 18, value, writeValue);
}
