import type { Document, FieldTransform, Precondition, Write } from "../../protocol.ts";
import type { Mask } from "../messages.ts";
import {
  isPresent,
  join,
  readBoolean,
  readEnum,
  readList,
  readObject,
  readString,
  readTimestamp,
  refuse,
} from "./checks.ts";
import { readArray, readFields, readValue } from "./value.ts";

const OPERATIONS = ["update", "delete", "verify", "transform"] as const;

export function readWrites(value: unknown, path: string): Write[] {
  return readList(value, path, readWrite);
}

function readWrite(value: unknown, path: string): Write {
  const write = readObject(value, path, [
    ...OPERATIONS,
    "updateMask",
    "updateTransforms",
    "currentDocument",
  ]);
  const named = OPERATIONS.filter((operation) => isPresent(write[operation]));
  const operation = named[0];
  if (operation === undefined || named.length > 1) {
    refuse(path, "a write is one of update, delete, verify and transform.");
  }
  if (
    operation !== "update" &&
    (isPresent(write.updateMask) || isPresent(write.updateTransforms))
  ) {
    refuse(path, "updateMask and updateTransforms go with update only.");
  }
  const currentDocument = isPresent(write.currentDocument)
    ? { currentDocument: readPrecondition(write.currentDocument, join(path, "currentDocument")) }
    : {};
  const at = join(path, operation);
  switch (operation) {
    case "delete":
      return { delete: readString(write.delete, at), ...currentDocument };
    case "verify":
      return { verify: readString(write.verify, at), ...currentDocument };
    case "transform":
      return { transform: readDocumentTransform(write.transform, at), ...currentDocument };
    case "update":
      return {
        update: readNamedDocument(write.update, at),
        ...(isPresent(write.updateMask) && {
          updateMask: readMask(write.updateMask, join(path, "updateMask")),
        }),
        ...(isPresent(write.updateTransforms) && {
          updateTransforms: readList(
            write.updateTransforms,
            join(path, "updateTransforms"),
            readTransform,
          ),
        }),
        ...currentDocument,
      };
  }
}

/** The times that a client sends along are ignored, as in production. */
export function readNamedDocument(value: unknown, path: string): Pick<Document, "name" | "fields"> {
  const document = readObject(value, path, ["name", "fields", "createTime", "updateTime"]);
  return {
    name: readString(document.name ?? "", join(path, "name")),
    fields: readFields(document.fields, join(path, "fields")),
  };
}

export function readMask(value: unknown, path: string): Mask {
  const mask = readObject(value, path, ["fieldPaths"]);
  return { fieldPaths: readList(mask.fieldPaths, join(path, "fieldPaths"), readString) };
}

export function readPrecondition(value: unknown, path: string): Precondition {
  const precondition = readObject(value, path, ["exists", "updateTime"]);
  if (isPresent(precondition.exists) && isPresent(precondition.updateTime)) {
    refuse(path, "a precondition is either exists or updateTime.");
  }
  if (isPresent(precondition.updateTime)) {
    return { updateTime: readTimestamp(precondition.updateTime, join(path, "updateTime")) };
  }
  return isPresent(precondition.exists)
    ? { exists: readBoolean(precondition.exists, join(path, "exists")) }
    : {};
}

function readDocumentTransform(
  value: unknown,
  path: string,
): { document: string; fieldTransforms: FieldTransform[] } {
  const transform = readObject(value, path, ["document", "fieldTransforms"]);
  return {
    document: readString(transform.document, join(path, "document")),
    fieldTransforms: readList(
      transform.fieldTransforms,
      join(path, "fieldTransforms"),
      readTransform,
    ),
  };
}

const TRANSFORMS = [
  "setToServerValue",
  "increment",
  "maximum",
  "minimum",
  "appendMissingElements",
  "removeAllFromArray",
] as const;

function readTransform(value: unknown, path: string): FieldTransform {
  const transform = readObject(value, path, ["fieldPath", ...TRANSFORMS]);
  const fieldPath = readString(transform.fieldPath, join(path, "fieldPath"));
  const named = TRANSFORMS.filter((name) => isPresent(transform[name]));
  const kind = named[0];
  if (kind === undefined || named.length > 1) refuse(path, "a transform has exactly one kind.");
  const at = join(path, kind);
  const content = transform[kind];
  switch (kind) {
    case "setToServerValue":
      return { fieldPath, setToServerValue: readEnum(content, at, ["", "REQUEST_TIME"]) };
    case "increment":
      return { fieldPath, increment: readValue(content, at) };
    case "maximum":
      return { fieldPath, maximum: readValue(content, at) };
    case "minimum":
      return { fieldPath, minimum: readValue(content, at) };
    case "appendMissingElements":
      return { fieldPath, appendMissingElements: readArray(content, at) };
    case "removeAllFromArray":
      return { fieldPath, removeAllFromArray: readArray(content, at) };
  }
}
