import type { Fields } from "../protocol.ts";

/** Whether two maps of values are stored alike: 1 and 1.0 are not. */
export function sameFields(left: Fields, right: Fields): boolean {
  return isSame(left, right);
}

/** Equality of JSON, whatever the order of members. Parts that an update did not touch are the same objects. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((one, i) => isSame(one, right[i]))
    );
  }
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(
      (name) =>
        Object.hasOwn(right, name) &&
        isSame(left[name as keyof typeof left], right[name as keyof typeof right]),
    )
  );
}
