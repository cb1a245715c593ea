import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller, Precondition } from "../protocol.ts";
import { readBytes, readInt32, readTimestamp, refuse } from "./json/checks.ts";
import { readNamedDocument } from "./json/write.ts";
import type { Mask } from "./messages.ts";
import * as operations from "./operations.ts";
import { readMessage } from "./status.ts";

export interface ResourceRequest {
  method: string;
  resource: string;
  parameters: URLSearchParams;
  body: unknown;
}

/** GET, POST, PATCH and DELETE on documents and collections, as plain REST callers use them. */
export function operateOnResource(
  engine: Engine,
  caller: Caller,
  request: ResourceRequest,
): Promise<unknown> {
  const { method, resource, parameters } = request;
  const depth = resource.split("/").length - 5;
  const isDocument = depth > 0 && depth % 2 === 0;
  const isCollection = depth % 2 === 1;
  if (method === "GET" && isDocument) {
    const read = { name: resource, ...maskOf(parameters, "mask"), ...consistencyOf(parameters) };
    return operations.getDocument(engine, read, caller);
  }
  if (method === "GET" && isCollection) return list(engine, caller, request);
  if (method === "POST" && isCollection) {
    const { fields } = readMessage(() => readNamedDocument(request.body, ""));
    const create = {
      ...splitCollection(resource),
      documentId: parameters.get("documentId") ?? "",
      document: { fields },
      ...maskOf(parameters, "mask"),
    };
    return operations.createDocument(engine, create, caller);
  }
  if (method === "PATCH" && isDocument) {
    const { fields } = readMessage(() => readNamedDocument(request.body, ""));
    const update = {
      document: { name: resource, fields },
      ...maskOf(parameters, "mask"),
      ...maskOf(parameters, "updateMask"),
      ...preconditionOf(parameters),
    };
    return operations.updateDocument(engine, update, caller);
  }
  if (method === "DELETE" && isDocument) {
    return operations.deleteDocument(
      engine,
      { name: resource, ...preconditionOf(parameters) },
      caller,
    );
  }
  throw new FirestoreError("NOT_FOUND", `${method} is not served at /v1/${resource}.`);
}

function list(
  engine: Engine,
  caller: Caller,
  { resource, parameters }: ResourceRequest,
): Promise<unknown> {
  const pageSize = parameters.get("pageSize");
  const pageToken = parameters.get("pageToken");
  const orderBy = parameters.get("orderBy");
  return operations.listDocuments(
    engine,
    {
      ...splitCollection(resource),
      ...(pageSize !== null && { pageSize: readInt32(pageSize, "pageSize") }),
      ...(pageToken !== null && { pageToken }),
      ...(orderBy !== null && { orderBy }),
      ...(parameters.has("showMissing") && { showMissing: isTrue(parameters, "showMissing") }),
      ...maskOf(parameters, "mask"),
      ...consistencyOf(parameters),
    },
    caller,
  );
}

function splitCollection(resource: string): { parent: string; collectionId: string } {
  const slash = resource.lastIndexOf("/");
  return { parent: resource.slice(0, slash), collectionId: resource.slice(slash + 1) };
}

function maskOf<Name extends "mask" | "updateMask">(
  parameters: URLSearchParams,
  name: Name,
): { [key in Name]?: Mask } {
  const fieldPaths = parameters.getAll(`${name}.fieldPaths`);
  const masks: { [key in Name]?: Mask } = {};
  if (fieldPaths.length > 0) masks[name] = { fieldPaths };
  return masks;
}

function consistencyOf(parameters: URLSearchParams): { transaction?: string; readTime?: string } {
  const transaction = parameters.get("transaction");
  const readTime = parameters.get("readTime");
  return {
    ...(transaction !== null && { transaction: readBytes(transaction, "transaction") }),
    ...(readTime !== null && { readTime: readTimestamp(readTime, "readTime") }),
  };
}

function preconditionOf(parameters: URLSearchParams): { currentDocument?: Precondition } {
  const updateTime = parameters.get("currentDocument.updateTime");
  if (updateTime !== null) {
    return {
      currentDocument: { updateTime: readTimestamp(updateTime, "currentDocument.updateTime") },
    };
  }
  if (!parameters.has("currentDocument.exists")) return {};
  return { currentDocument: { exists: isTrue(parameters, "currentDocument.exists") } };
}

function isTrue(parameters: URLSearchParams, name: string): boolean {
  const value = parameters.get(name);
  if (value !== "true" && value !== "false") refuse(name, "true or false is expected.");
  return value === "true";
}
