import { expect } from "vitest";
import type { StructuredQuery, Write } from "../../protocol.ts";
import { type Bench, nameOf, OWNER, ROOT } from "./fixtures.ts";

export const READ_WRITE = { readWrite: {} };

export const aborted = { status: "ABORTED" };
export const expired = {
  status: "INVALID_ARGUMENT",
  message: expect.stringMatching(/transaction has expired/),
};

export function read(bench: Bench, transaction: string, path: string) {
  return bench.engine.batchGet({ documents: [nameOf(path)], transaction }, OWNER);
}

export function commit(bench: Bench, transaction: string, ...writes: Write[]) {
  return bench.engine.commit({ writes, transaction }, OWNER);
}

export function query(bench: Bench, structuredQuery: StructuredQuery, consistency: object) {
  return bench.engine.runQuery({ parent: ROOT, structuredQuery, ...consistency }, OWNER);
}
