import { RulesRuntimeError } from "./runtime-error.ts";
import type { Position } from "./syntax-tree.ts";
import type { RulesValue } from "./values.ts";
import { isList, RulesMap, RulesSet, typeNameOf } from "./values.ts";

/** The arguments of one call, each read as the type that the callee needs. */
export class Arguments {
  readonly name: string;
  readonly values: readonly RulesValue[];
  readonly at: Position;

  constructor(name: string, values: readonly RulesValue[], at: Position) {
    this.name = name;
    this.values = values;
    this.at = at;
  }

  get length(): number {
    return this.values.length;
  }

  count(min: number, max: number = min): void {
    if (this.length < min || this.length > max) {
      const wanted = min === max ? `${min}` : `${min} to ${max}`;
      throw this.fail(`takes ${wanted} arguments, got ${this.length}`);
    }
  }

  value(index: number): RulesValue {
    return this.values[index] ?? null;
  }

  text(index: number): string {
    const value = this.value(index);
    if (typeof value !== "string") throw this.#wrongType(index, "a string");
    return value;
  }

  integer(index: number): bigint {
    const value = this.value(index);
    if (typeof value !== "bigint") throw this.#wrongType(index, "an integer");
    return value;
  }

  number(index: number): number {
    const value = this.value(index);
    if (typeof value !== "bigint" && typeof value !== "number") {
      throw this.#wrongType(index, "a number");
    }
    return Number(value);
  }

  list(index: number): readonly RulesValue[] {
    const value = this.value(index);
    if (!isList(value)) throw this.#wrongType(index, "a list");
    return value;
  }

  items(index: number): readonly RulesValue[] {
    const value = this.value(index);
    if (isList(value)) return value;
    if (value instanceof RulesSet) return value.items;
    throw this.#wrongType(index, "a list or a set");
  }

  map(index: number): RulesMap {
    const value = this.value(index);
    if (!(value instanceof RulesMap)) throw this.#wrongType(index, "a map");
    return value;
  }

  fail(reason: string): RulesRuntimeError {
    return new RulesRuntimeError(`${this.name}() ${reason}.`, this.at);
  }

  #wrongType(index: number, wanted: string): RulesRuntimeError {
    return this.fail(`needs ${wanted}, got ${typeNameOf(this.value(index))}`);
  }
}

export type MethodTable<T> = Record<string, (object: T, args: Arguments) => RulesValue>;
