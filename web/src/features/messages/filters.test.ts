import { describe, expect, test } from "vitest";
import { readLogFilters, toWhere } from "./filters.ts";

const where = (search: string, conversationId: string | null = null) =>
  toWhere(readLogFilters(new URLSearchParams(search)), conversationId);

describe("the log's filters", () => {
  test("become the query's constraints", () => {
    expect(where("status=failed&direction=outbound&phone=dev_1", "cnv_1")).toEqual([
      ["status", "==", "failed"],
      ["direction", "==", "outbound"],
      ["deviceId", "==", "dev_1"],
      ["conversationId", "==", "cnv_1"],
    ]);
  });

  test("take whole days of the reader, the last one included", () => {
    expect(where("from=2026-11-20&to=2026-11-22")).toEqual([
      ["createdAt", ">=", new Date(2026, 10, 20)],
      ["createdAt", "<", new Date(2026, 10, 23)],
    ]);
  });

  test("leave out what an address made by hand has wrong", () => {
    expect(where("status=lost&direction=sideways&from=yesterday&to=2026-1-1")).toEqual([]);
  });
});
