/** The rules language as parsed: nothing here is checked for meaning yet. */

export interface Position {
  line: number;
  column: number;
}

export type BinaryOperator =
  | "&&"
  | "||"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "in";

export type PathPart =
  | { kind: "literal"; text: string }
  | { kind: "splice"; expression: Expression };

export type Literal = null | boolean | bigint | number | string | Uint8Array;

export type Expression = { position: Position } & (
  | { kind: "literal"; value: Literal }
  | { kind: "name"; name: string }
  | { kind: "list"; items: Expression[] }
  | { kind: "map"; entries: { key: Expression; value: Expression }[] }
  | { kind: "path"; parts: PathPart[] }
  | { kind: "not"; operand: Expression }
  | { kind: "negate"; operand: Expression }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: "is"; operand: Expression; type: string }
  | { kind: "conditional"; test: Expression; then: Expression; otherwise: Expression }
  | { kind: "member"; object: Expression; property: string }
  | { kind: "index"; object: Expression; index: Expression }
  | { kind: "slice"; object: Expression; from: Expression | null; to: Expression | null }
  | { kind: "call"; name: string; args: Expression[] }
  | { kind: "method"; object: Expression; method: string; args: Expression[] }
);

export type Method = "get" | "list" | "create" | "update" | "delete";

export interface AllowSyntax {
  position: Position;
  methods: Method[];
  condition: Expression | null;
}

export interface FunctionSyntax {
  position: Position;
  name: string;
  parameters: string[];
  lets: { name: string; position: Position; value: Expression }[];
  result: Expression;
}

export type SegmentSyntax = { position: Position } & (
  | { kind: "literal"; text: string }
  | { kind: "one"; name: string }
  | { kind: "rest"; name: string }
);

export interface BlockSyntax {
  functions: FunctionSyntax[];
  matches: MatchSyntax[];
}

export interface MatchSyntax extends BlockSyntax {
  position: Position;
  segments: SegmentSyntax[];
  allows: AllowSyntax[];
}

export interface RulesSyntax {
  version: 1 | 2;
  service: BlockSyntax;
}
