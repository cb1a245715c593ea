import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller } from "../protocol.ts";
import type { PartitionQueryRequest, PartitionQueryResponse } from "./messages.ts";
import { checkDatabase } from "./resource.ts";

/** Documents that one partition holds at least, so that small groups stay whole. */
const PARTITION_SIZE_MIN = 128;

/** Splits a collection group by document name into parts of about equal size. */
export async function partitionQuery(
  engine: Engine,
  request: PartitionQueryRequest,
  caller: Caller,
): Promise<PartitionQueryResponse> {
  const { parent, structuredQuery, readTime } = request;
  checkDatabase(engine.projectId, parent);
  checkPartitionable(request);
  const { documents } = await engine.runQuery(
    {
      parent,
      structuredQuery: { ...structuredQuery, select: { fields: [{ fieldPath: "__name__" }] } },
      ...(readTime !== undefined && { readTime }),
    },
    caller,
  );
  const partCount = Math.min(
    request.partitionCount + 1,
    Math.floor(documents.length / PARTITION_SIZE_MIN),
  );
  const names = Array.from({ length: Math.max(0, partCount - 1) }, (_, index) => {
    const document = documents[Math.floor(((index + 1) * documents.length) / partCount)];
    return document?.name ?? "";
  });
  return pageOf(names, request);
}

function checkPartitionable({ structuredQuery, partitionCount }: PartitionQueryRequest): void {
  const selector = structuredQuery.from[0];
  if (selector?.allDescendants !== true || structuredQuery.from.length > 1) {
    throw new FirestoreError(
      "INVALID_ARGUMENT",
      "A partition query is over one collection group, with all_descendants set.",
    );
  }
  if (!(partitionCount > 0)) {
    throw new FirestoreError("INVALID_ARGUMENT", "partition_count must be positive.");
  }
}

function pageOf(names: string[], request: PartitionQueryRequest): PartitionQueryResponse {
  const { pageSize = 0, pageToken = "" } = request;
  const rest = names.filter((name) => pageToken === "" || name > pageToken);
  const page = pageSize > 0 ? rest.slice(0, pageSize) : rest;
  const last = page.at(-1);
  return {
    partitions: page.map((name) => ({ values: [{ referenceValue: name }] })),
    ...(last !== undefined && page.length < rest.length && { nextPageToken: last }),
  };
}
