import { describe, expect, test } from "vitest";
import { createCoalescedReader } from "./coalesced-reader.ts";

function slowReader() {
  const reads: PromiseWithResolvers<number>[] = [];
  const load = createCoalescedReader(() => {
    const read = Promise.withResolvers<number>();
    reads.push(read);
    return read.promise;
  });
  return { reads, load };
}

describe("createCoalescedReader", () => {
  test("answers a burst with two reads, the second begun after the burst", async () => {
    const { reads, load } = slowReader();
    const first = load("a");
    const others = Array.from({ length: 50 }, () => load("a"));
    expect(reads).toHaveLength(1);
    reads[0]?.resolve(1);
    expect(await first).toBe(1);
    expect(reads).toHaveLength(2);
    reads[1]?.resolve(2);
    expect(new Set(await Promise.all(others))).toEqual(new Set([2]));
    expect(reads).toHaveLength(2);
  });

  test("remembers nothing between reads, and keeps keys apart", async () => {
    const { reads, load } = slowReader();
    const loads = [load("a"), load("b")];
    expect(reads).toHaveLength(2);
    for (const read of reads) read.resolve(1);
    await Promise.all(loads);
    const again = load("a");
    expect(reads).toHaveLength(3);
    reads[2]?.resolve(3);
    expect(await again).toBe(3);
  });

  test("reads anew for those who wait for a read that fails", async () => {
    const { reads, load } = slowReader();
    const first = load("a");
    const second = load("a");
    reads[0]?.reject(new Error("away"));
    await expect(first).rejects.toThrow("away");
    reads[1]?.resolve(2);
    expect(await second).toBe(2);
  });
});
