/**
 * The Firestore v1 messages as this server holds them: proto3 JSON, normalised once at the edge. Every wire front end
 * (REST, gRPC, WebChannel) converts to and from these shapes; the engine knows no other.
 */

/** One value. Exactly one member is present. */
export type Value =
  | { nullValue: "NULL_VALUE" }
  | { booleanValue: boolean }
  /** A signed 64-bit integer in decimal. */
  | { integerValue: string }
  /** `"-0"` is kept apart from 0, as JSON cannot carry it. */
  | { doubleValue: number | "NaN" | "Infinity" | "-Infinity" | "-0" }
  /** RFC 3339, UTC, exactly six fraction digits: `2026-11-22T08:10:00.123456Z`. */
  | { timestampValue: string }
  | { stringValue: string }
  /** Standard base64 with padding. */
  | { bytesValue: string }
  /** A full resource name. */
  | { referenceValue: string }
  | { geoPointValue: { latitude: number; longitude: number } }
  | { arrayValue: { values: Value[] } }
  | { mapValue: { fields: Fields } };

export type Fields = Record<string, Value>;

/** RFC 3339, UTC, six fraction digits. String order is time order. */
export type Timestamp = string;

/** `projects/{p}/databases/{d}/documents/...` */
export type DocumentName = string;

export interface Document {
  name: DocumentName;
  fields: Fields;
  createTime: Timestamp;
  updateTime: Timestamp;
}

export interface Precondition {
  exists?: boolean;
  updateTime?: Timestamp;
}

export type FieldTransform = { fieldPath: string } & (
  | { setToServerValue: "REQUEST_TIME" }
  | { increment: Value }
  | { maximum: Value }
  | { minimum: Value }
  | { appendMissingElements: { values: Value[] } }
  | { removeAllFromArray: { values: Value[] } }
);

export type Write = { currentDocument?: Precondition } & (
  | {
      update: { name: DocumentName; fields: Fields };
      /** Absent: replace the document. Present and empty: create if missing, change nothing else. */
      updateMask?: { fieldPaths: string[] };
      updateTransforms?: FieldTransform[];
    }
  | { delete: DocumentName }
  | { verify: DocumentName }
  | { transform: { document: DocumentName; fieldTransforms: FieldTransform[] } }
);

export interface WriteResult {
  updateTime?: Timestamp;
  transformResults?: Value[];
}

export type TransactionOptions =
  | { readWrite: { retryTransaction?: string } }
  | { readOnly: { readTime?: Timestamp } };

/** What a read may be consistent with; at most one. `transaction` is base64. */
export interface Consistency {
  transaction?: string;
  newTransaction?: TransactionOptions;
  readTime?: Timestamp;
}

export type Direction = "ASCENDING" | "DESCENDING";

export interface FieldReference {
  fieldPath: string;
}

export type FieldOperator =
  | "LESS_THAN"
  | "LESS_THAN_OR_EQUAL"
  | "GREATER_THAN"
  | "GREATER_THAN_OR_EQUAL"
  | "EQUAL"
  | "NOT_EQUAL"
  | "ARRAY_CONTAINS"
  | "IN"
  | "ARRAY_CONTAINS_ANY"
  | "NOT_IN";

export type Filter =
  | { compositeFilter: { op: "AND" | "OR"; filters: Filter[] } }
  | { fieldFilter: { field: FieldReference; op: FieldOperator; value: Value } }
  | {
      unaryFilter: {
        field: FieldReference;
        op: "IS_NAN" | "IS_NULL" | "IS_NOT_NAN" | "IS_NOT_NULL";
      };
    };

export interface Order {
  field: FieldReference;
  direction: Direction;
}

export interface Cursor {
  values: Value[];
  before: boolean;
}

export interface StructuredQuery {
  select?: { fields: FieldReference[] };
  from: { collectionId: string; allDescendants?: boolean }[];
  where?: Filter;
  orderBy?: Order[];
  startAt?: Cursor;
  endAt?: Cursor;
  offset?: number;
  limit?: number;
}

export interface Aggregation {
  alias: string;
  count?: { upTo?: string };
  sum?: { field: FieldReference };
  avg?: { field: FieldReference };
}

export interface StructuredAggregationQuery {
  structuredQuery: StructuredQuery;
  aggregations: Aggregation[];
}

/** One document that a commit changed. `before` is null on create, `after` is null on delete. */
export interface DocumentChange {
  name: DocumentName;
  before: Document | null;
  after: Document | null;
}

/** Who asks. `owner` is the Admin SDK and skips the rules. */
export type Caller =
  | { kind: "owner" }
  | { kind: "user"; uid: string; token: Record<string, unknown> }
  | { kind: "anonymous" };
