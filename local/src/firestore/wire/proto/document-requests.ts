import type { Fields } from "../../protocol.ts";
import type {
  CreateDocumentRequest,
  DeleteDocumentRequest,
  GetDocumentRequest,
  ListDocumentsRequest,
  UpdateDocumentRequest,
} from "../messages.ts";
import { decode, readConsistency } from "./requests.ts";
import { readDocument } from "./value.ts";
import { readMask, readPrecondition } from "./write.ts";

export function decodeListDocuments(bytes: Uint8Array): ListDocumentsRequest {
  const request: ListDocumentsRequest = { parent: "", collectionId: "" };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 18) target.collectionId = reader.string();
    else if (tag === 24) target.pageSize = reader.int32();
    else if (tag === 34) target.pageToken = reader.string();
    else if (tag === 50) target.orderBy = reader.string();
    else if (tag === 58) target.mask = readMask(reader);
    else if (tag === 96) target.showMissing = reader.bool();
    else return readConsistency(reader, tag, target, { transaction: 66, readTime: 82 });
    return true;
  });
}

export function decodeGetDocument(bytes: Uint8Array): GetDocumentRequest {
  return decode<GetDocumentRequest>(bytes, { name: "" }, (reader, tag, target) => {
    if (tag === 10) target.name = reader.string();
    else if (tag === 18) target.mask = readMask(reader);
    else return readConsistency(reader, tag, target, { transaction: 26, readTime: 42 });
    return true;
  });
}

export function decodeCreateDocument(bytes: Uint8Array): CreateDocumentRequest {
  const request: CreateDocumentRequest = {
    parent: "",
    collectionId: "",
    document: { fields: {} as Fields },
  };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.parent = reader.string();
    else if (tag === 18) target.collectionId = reader.string();
    else if (tag === 26) target.documentId = reader.string();
    else if (tag === 34) target.document = { fields: readDocument(reader).fields };
    else if (tag === 42) target.mask = readMask(reader);
    else return false;
    return true;
  });
}

export function decodeUpdateDocument(bytes: Uint8Array): UpdateDocumentRequest {
  const request: UpdateDocumentRequest = { document: { name: "", fields: {} } };
  return decode(bytes, request, (reader, tag, target) => {
    if (tag === 10) target.document = readDocument(reader);
    else if (tag === 18) target.updateMask = readMask(reader);
    else if (tag === 26) target.mask = readMask(reader);
    else if (tag === 34) target.currentDocument = readPrecondition(reader);
    else return false;
    return true;
  });
}

export function decodeDeleteDocument(bytes: Uint8Array): DeleteDocumentRequest {
  return decode<DeleteDocumentRequest>(bytes, { name: "" }, (reader, tag, target) => {
    if (tag === 10) target.name = reader.string();
    else if (tag === 18) target.currentDocument = readPrecondition(reader);
    else return false;
    return true;
  });
}
