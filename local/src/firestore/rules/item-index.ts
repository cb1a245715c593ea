import { sameValue } from "./compare.ts";
import type { RulesValue } from "./values.ts";

/** Membership by the rules' equality, quick for texts and numbers: lists in documents may hold tens of thousands. */
export class ItemIndex {
  readonly #keys = new Set<string>();
  readonly #others: RulesValue[] = [];

  constructor(items: readonly RulesValue[] = []) {
    for (const item of items) this.add(item);
  }

  add(item: RulesValue): void {
    const key = keyOf(item);
    if (key === null) this.#others.push(item);
    else this.#keys.add(key);
  }

  has(value: RulesValue): boolean {
    const key = keyOf(value);
    if (key !== null) return this.#keys.has(key);
    return this.#others.some((other) => sameValue(other, value) === true);
  }
}

/** Alike for equal values, and for no others; null where only a comparison can tell. */
function keyOf(value: RulesValue): string | null {
  if (typeof value === "string") return `s${value}`;
  if (typeof value === "bigint") return `n${value}`;
  if (typeof value === "boolean" || value === null) return `${value}`;
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`;
}
