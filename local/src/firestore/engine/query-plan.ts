import type { Direction } from "../protocol.ts";
import { DOCUMENT_ID } from "./field-path.ts";
import type { Predicate } from "./filter-shape.ts";
import type { CompositeIndex, IndexCatalog, Scope } from "./index-catalog.ts";
import type { OrderShape, QueryShape } from "./query-shape.ts";

/** One index that serves a conjunction: its entries start with the equality values, then follow the query's order. */
export type Component = { equal: Predicate[] } & (
  | { kind: "name" }
  | { kind: "field"; field: string; isContains: boolean }
  | { kind: "composite"; index: CompositeIndex }
);

/** Indexes whose entries, intersected, are one conjunction in the order of the query. */
export interface IndexPlan {
  components: Component[];
  /** Automatic indexes hold both directions in one; entries are then read backwards. */
  isReverse: boolean;
  /** The orders that entries follow after the equality values. */
  orders: OrderShape[];
  predicates: Predicate[];
}

/** What a conjunction asks of indexes. */
export interface Demand {
  scope: Scope;
  collectionId: string;
  /** One per field that is held to a single value, then array membership. */
  equal: Predicate[];
  /** The orders that equality leaves; the last is the document name. */
  orders: OrderShape[];
}

export function demandOf(shape: QueryShape, predicates: Predicate[]): Demand {
  const equal: Predicate[] = [];
  const constant = new Set<string>();
  for (const predicate of predicates) {
    if (predicate.op !== "EQUAL" || constant.has(predicate.field)) continue;
    constant.add(predicate.field);
    equal.push(predicate);
  }
  equal.push(...predicates.filter((predicate) => predicate.op === "ARRAY_CONTAINS"));
  return {
    scope: shape.collection === null ? "COLLECTION_GROUP" : "COLLECTION",
    collectionId: shape.collectionId,
    equal,
    orders: shape.orders.filter((order) => !constant.has(order.field)),
  };
}

/** Null when no set of indexes serves the conjunction. */
export function planConjunction(
  catalog: IndexCatalog,
  demand: Demand,
  predicates: Predicate[],
): IndexPlan | null {
  const { equal, orders } = demand;
  const isDescending = orders.at(-1)?.direction === "DESCENDING";
  const plan = (components: Component[], isReverse: boolean): IndexPlan => ({
    components,
    isReverse,
    orders,
    predicates,
  });
  if (equal.length === 0) {
    const single = servingOrder(catalog, demand);
    if (single !== null) return plan([single], isDescending);
  }
  const composites = compositesFor(catalog, demand);
  const fromComposites = cover(equal, composites);
  if (fromComposites !== null) return plan(fromComposites, false);
  const singles = singlesFor(catalog, demand, isDescending);
  const fromSingles = cover(equal, singles);
  if (fromSingles !== null) return plan(fromSingles, isDescending);
  if (isDescending) return null;
  const mixed = cover(equal, [...composites, ...singles]);
  return mixed === null ? null : plan(mixed, false);
}

/** The one automatic index that orders a query without equalities. */
function servingOrder(catalog: IndexCatalog, demand: Demand): Component | null {
  const [first, second, ...others] = demand.orders;
  if (first === undefined || others.length > 0) return null;
  if (first.field === DOCUMENT_ID) return { kind: "name", equal: [] };
  if (second === undefined || second.direction !== first.direction) return null;
  const rule = catalog.ruleOf(demand.collectionId, first.path, first.field);
  if (!rule.has(`${demand.scope}:${first.direction}`)) return null;
  return { kind: "field", field: first.field, isContains: false, equal: [] };
}

/** Automatic indexes of single equalities. Array membership needs a composite index beside another equality. */
function singlesFor(catalog: IndexCatalog, demand: Demand, isDescending: boolean): Component[] {
  if (demand.orders.length !== 1) return [];
  const direction: Direction = isDescending ? "DESCENDING" : "ASCENDING";
  return demand.equal.flatMap((predicate): Component[] => {
    const isContains = predicate.op === "ARRAY_CONTAINS";
    if (predicate.field === DOCUMENT_ID || (isContains && demand.equal.length > 1)) return [];
    const rule = catalog.ruleOf(demand.collectionId, predicate.path, predicate.field);
    if (!rule.has(`${demand.scope}:${isContains ? "CONTAINS" : direction}`)) return [];
    return [{ kind: "field", field: predicate.field, isContains, equal: [predicate] }];
  });
}

/** Composite indexes that start with some of the equalities and go on exactly as the query orders. */
function compositesFor(catalog: IndexCatalog, demand: Demand): Component[] {
  const tail = demand.orders.slice(0, -1);
  return catalog.compositesOf(demand.collectionId).flatMap((index): Component[] => {
    if (index.scope !== demand.scope) return [];
    if (index.nameMode !== demand.orders.at(-1)?.direction) return [];
    const headLength = index.fields.length - tail.length;
    const isOrdered = tail.every((order, i) => {
      const field = index.fields[headLength + i];
      return field?.text === order.field && field.mode === order.direction;
    });
    if (headLength < 0 || !isOrdered) return [];
    const equal: Predicate[] = [];
    for (const field of index.fields.slice(0, headLength)) {
      const op = field.mode === "CONTAINS" ? "ARRAY_CONTAINS" : "EQUAL";
      const predicate = demand.equal.find((one) => one.field === field.text && one.op === op);
      if (predicate === undefined) return [];
      equal.push(predicate);
    }
    return [{ kind: "composite", index, equal }];
  });
}

/** The fewest indexes, greedily, that together hold every equality. */
function cover(equal: Predicate[], candidates: Component[]): Component[] | null {
  const missing = new Set(equal);
  const chosen: Component[] = [];
  const gain = (component: Component) => component.equal.filter((one) => missing.has(one)).length;
  if (missing.size === 0) return candidates[0] === undefined ? null : [candidates[0]];
  while (missing.size > 0) {
    const best = candidates.reduce<Component | null>(
      (found, one) => (gain(one) > (found === null ? 0 : gain(found)) ? one : found),
      null,
    );
    if (best === null) return null;
    chosen.push(best);
    for (const predicate of best.equal) missing.delete(predicate);
  }
  return chosen;
}
