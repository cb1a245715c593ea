import { compileExpression } from "./compile-expression.ts";
import { compileFunction } from "./compile-function.ts";
import type { Compiled } from "./evaluation.ts";
import { parseSyntax } from "./parse.ts";
import { PathPattern } from "./path-pattern.ts";
import { type FunctionEntry, Scope } from "./scope.ts";
import type {
  BlockSyntax,
  MatchSyntax,
  Method,
  Position,
  RulesSyntax,
  SegmentSyntax,
} from "./syntax-tree.ts";

export interface Allow {
  position: Position;
  /** Null: always. */
  condition: Compiled | null;
}

export interface MatchBlock {
  pattern: PathPattern;
  allows: readonly Allow[];
}

/** Rules ready to be asked: for each method, the match blocks that speak of it, in the order of the source. */
export type Ruleset = Readonly<Record<Method, readonly MatchBlock[]>>;

/** Throws RulesSyntaxError. */
export function parseRules(source: string): Ruleset {
  const syntax = parseSyntax(source);
  const ruleset: Record<Method, MatchBlock[]> = {
    get: [],
    list: [],
    create: [],
    update: [],
    delete: [],
  };
  const globals = new Scope(null);
  globals.declareVariable("request", (run) => run.request);
  globals.declareVariable("resource", (run) => run.resource);
  const compiler = new Compiler(syntax.version, ruleset);
  compiler.compileBlock(syntax.service, globals, []);
  compiler.finish();
  return ruleset;
}

class Compiler {
  readonly #version: RulesSyntax["version"];
  readonly #ruleset: Record<Method, MatchBlock[]>;
  readonly #functions: FunctionEntry[] = [];

  constructor(version: RulesSyntax["version"], ruleset: Record<Method, MatchBlock[]>) {
    this.#version = version;
    this.#ruleset = ruleset;
  }

  compileBlock(block: BlockSyntax, scope: Scope, path: readonly SegmentSyntax[]): void {
    for (const declared of block.functions) this.#functions.push(scope.declareFunction(declared));
    for (const match of block.matches) this.#compileMatch(match, scope, path);
  }

  /** Functions that nobody calls are checked too. */
  finish(): void {
    for (const entry of this.#functions) {
      compileFunction(entry, entry.syntax.position, compileExpression);
    }
  }

  #compileMatch(match: MatchSyntax, outer: Scope, outerPath: readonly SegmentSyntax[]): void {
    const path = [...outerPath, ...match.segments];
    const pattern = new PathPattern(path, this.#version);
    const scope = new Scope(outer);
    const isVariable = (segment: SegmentSyntax) => segment.kind !== "literal";
    let place = outerPath.filter(isVariable).length;
    for (const segment of match.segments) {
      if (segment.kind === "literal") continue;
      scope.declareVariable(segment.name, readCapture(place));
      place += 1;
    }
    this.compileBlock({ functions: match.functions, matches: [] }, scope, path);
    const allows = new Map<Method, Allow[]>();
    for (const allow of match.allows) {
      const condition = allow.condition && compileExpression(allow.condition, scope);
      const compiled = { position: allow.position, condition };
      for (const method of allow.methods) {
        allows.set(method, [...(allows.get(method) ?? []), compiled]);
      }
    }
    for (const [method, list] of allows) this.#ruleset[method].push({ pattern, allows: list });
    this.compileBlock({ functions: [], matches: match.matches }, scope, path);
  }
}

function readCapture(place: number): Compiled {
  return (run) => run.variables[place] ?? null;
}
