import type { Arguments, MethodTable } from "../arguments.ts";
import { sameValue } from "../compare.ts";
import { ItemIndex } from "../item-index.ts";
import { textOf } from "../text-of.ts";
import type { RulesValue } from "../values.ts";
import { isList, MapDiff, RulesMap, RulesPath, RulesSet } from "../values.ts";

type Items = readonly RulesValue[];

export function setOf(items: Items): RulesSet {
  const seen = new ItemIndex();
  const distinct: RulesValue[] = [];
  for (const item of items) {
    if (seen.has(item)) continue;
    seen.add(item);
    distinct.push(item);
  }
  return new RulesSet(distinct);
}

/** What lists and sets share. */
function compareItems(items: Items, args: Arguments): boolean {
  args.count(1);
  const others = args.items(0);
  const index = new ItemIndex(args.name === "hasOnly" ? others : items);
  if (args.name === "hasAll") return others.every((other) => index.has(other));
  if (args.name === "hasAny") return others.some((other) => index.has(other));
  return items.every((item) => index.has(item));
}

export const LIST_METHODS: MethodTable<Items> = {
  size: (items, args) => {
    args.count(0);
    return BigInt(items.length);
  },
  hasAll: compareItems,
  hasAny: compareItems,
  hasOnly: compareItems,
  toSet: (items, args) => {
    args.count(0);
    return setOf(items);
  },
  concat: (items, args) => {
    args.count(1);
    return [...items, ...args.list(0)];
  },
  join: (items, args) => {
    args.count(1);
    return items.map((item) => textOf(item, args)).join(args.text(0));
  },
  removeAll: (items, args) => {
    args.count(1);
    const removed = new ItemIndex(args.items(0));
    return items.filter((item) => !removed.has(item));
  },
};

export const SET_METHODS: MethodTable<RulesSet> = {
  size: ({ items }, args) => {
    args.count(0);
    return BigInt(items.length);
  },
  hasAll: ({ items }, args) => compareItems(items, args),
  hasAny: ({ items }, args) => compareItems(items, args),
  hasOnly: ({ items }, args) => compareItems(items, args),
  union: ({ items }, args) => {
    args.count(1);
    return setOf([...items, ...args.items(0)]);
  },
  intersection: ({ items }, args) => {
    args.count(1);
    const others = new ItemIndex(args.items(0));
    return new RulesSet(items.filter((item) => others.has(item)));
  },
  difference: ({ items }, args) => {
    args.count(1);
    const others = new ItemIndex(args.items(0));
    return new RulesSet(items.filter((item) => !others.has(item)));
  },
};

export const MAP_METHODS: MethodTable<RulesMap> = {
  size: (map, args) => {
    args.count(0);
    return BigInt(map.size);
  },
  keys: (map, args) => {
    args.count(0);
    return map.keys();
  },
  values: (map, args) => {
    args.count(0);
    return map.keys().map((key) => map.get(key) ?? null);
  },
  get: (map, args) => {
    args.count(2);
    const key = args.value(0);
    const keys = isList(key) ? key : [args.text(0)];
    let value: RulesValue | undefined = map;
    for (const step of keys) {
      if (!(value instanceof RulesMap) || typeof step !== "string") return args.value(1);
      value = value.get(step);
    }
    return value === undefined ? args.value(1) : value;
  },
  diff: (map, args) => {
    args.count(1);
    return new MapDiff(map, args.map(0));
  },
};

function keysOf(diff: MapDiff, change: "added" | "removed" | "changed" | "unchanged"): string[] {
  const { after, before } = diff;
  if (change === "added") return after.keys().filter((key) => !before.has(key));
  if (change === "removed") return before.keys().filter((key) => !after.has(key));
  return after.keys().filter((key) => {
    const left = after.get(key);
    const right = before.get(key);
    if (left === undefined || right === undefined) return false;
    return (sameValue(left, right) === true) === (change === "unchanged");
  });
}

function changeMethod(...changes: ("added" | "removed" | "changed" | "unchanged")[]) {
  return (diff: MapDiff, args: Arguments) => {
    args.count(0);
    return new RulesSet(changes.flatMap((change) => keysOf(diff, change)));
  };
}

export const MAP_DIFF_METHODS: MethodTable<MapDiff> = {
  addedKeys: changeMethod("added"),
  removedKeys: changeMethod("removed"),
  changedKeys: changeMethod("changed"),
  unchangedKeys: changeMethod("unchanged"),
  affectedKeys: changeMethod("added", "removed", "changed"),
};

export const PATH_METHODS: MethodTable<RulesPath> = {
  /** Puts values in the place of the `{name}` segments of a path. */
  bind: (path, args) => {
    args.count(1);
    const bindings = args.map(0);
    return new RulesPath(
      path.segments.map((segment) => {
        const name = typeof segment === "string" ? /^\{(\w+)\}$/.exec(segment)?.[1] : undefined;
        const value = name === undefined ? undefined : bindings.get(name);
        if (value === undefined) return segment;
        if (typeof value !== "string") throw args.fail(`binds ${name} to a string only`);
        return value;
      }),
    );
  },
};
