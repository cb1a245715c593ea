import { FirestoreError } from "../errors.ts";
import { DOCUMENT_ID } from "./field-path.ts";
import type { IndexCatalog } from "./index-catalog.ts";
import type { Demand } from "./query-plan.ts";

/** Production's refusal of a query without an index, with the entry for `firestore.indexes.json` to paste. */
export function missingIndex(
  projectId: string,
  catalog: IndexCatalog,
  demand: Demand,
): FirestoreError {
  const entry = singleFieldEntry(catalog, demand);
  const hint =
    entry === null
      ? `add to "indexes" in firestore.indexes.json: ${JSON.stringify(compositeEntry(demand))}`
      : `add to "fieldOverrides" in firestore.indexes.json: ${JSON.stringify(entry)}`;
  const link = `https://console.firebase.google.com/project/${projectId}/firestore/indexes`;
  return new FirestoreError(
    "FAILED_PRECONDITION",
    `The query requires an index. You can create it here: ${link} ((${hint}))`,
  );
}

function compositeEntry(demand: Demand) {
  const isReversible = demand.orders.length > 1;
  const named = demand.orders.at(-1);
  const lastDirection = demand.orders.at(-2)?.direction ?? "ASCENDING";
  const fields: { fieldPath: string; order?: string; arrayConfig?: string }[] = [
    ...demand.equal.map(({ field, op }) =>
      op === "EQUAL"
        ? { fieldPath: field, order: "ASCENDING" }
        : { fieldPath: field, arrayConfig: "CONTAINS" },
    ),
    ...demand.orders.slice(0, -1).map(({ field, direction }) => ({
      fieldPath: field,
      order: direction as string,
    })),
  ];
  const isNameExplicit = named !== undefined && named.direction !== lastDirection;
  if (isNameExplicit || (!isReversible && fields.length === 1)) {
    fields.push({ fieldPath: DOCUMENT_ID, order: named?.direction ?? "ASCENDING" });
  }
  return { collectionGroup: demand.collectionId, queryScope: demand.scope, fields };
}

/** The override that would serve a query of one field: in a collection group, or of an exempted field. */
function singleFieldEntry(catalog: IndexCatalog, demand: Demand) {
  const [first, second] = demand.orders;
  const predicate = demand.equal.length === 1 ? demand.equal[0] : undefined;
  const isByEquality = predicate !== undefined && demand.orders.length === 1;
  const isByOrder =
    demand.equal.length === 0 &&
    demand.orders.length === 2 &&
    first?.direction === second?.direction;
  const wanted = isByEquality ? predicate : isByOrder ? first : undefined;
  if (wanted === undefined || first === undefined) return null;
  const isContains = isByEquality && predicate.op === "ARRAY_CONTAINS";
  const mode = isContains ? "CONTAINS" : first.direction;
  const rule = catalog.ruleOf(demand.collectionId, wanted.path, wanted.field);
  const indexes = [...rule, `${demand.scope}:${mode}`].map((one) => {
    const [queryScope, ofMode] = one.split(":");
    return ofMode === "CONTAINS"
      ? { arrayConfig: "CONTAINS", queryScope }
      : { order: ofMode, queryScope };
  });
  return { collectionGroup: demand.collectionId, fieldPath: wanted.field, indexes };
}
