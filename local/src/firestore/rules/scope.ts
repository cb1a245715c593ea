import type { Compiled } from "./evaluation.ts";
import { RulesSyntaxError } from "./syntax-error.ts";
import type { FunctionSyntax, Position } from "./syntax-tree.ts";

export interface CompiledFunction {
  parameterCount: number;
  lets: Compiled[];
  result: Compiled;
  /** How deep its calls go, itself included. */
  callDepth: number;
}

export interface FunctionEntry {
  syntax: FunctionSyntax;
  scope: Scope;
  compiled: CompiledFunction | null;
  isBeingCompiled: boolean;
}

/** Names in force at one place of the rules: a block's functions and path variables, a function's variables. */
export class Scope {
  readonly #parent: Scope | null;
  readonly #variables = new Map<string, Compiled>();
  readonly #functions = new Map<string, FunctionEntry>();
  /** The deepest function called from here. */
  callDepth = 0;

  constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  declareVariable(name: string, read: Compiled): void {
    this.#variables.set(name, read);
  }

  declareFunction(syntax: FunctionSyntax): FunctionEntry {
    if (this.#functions.has(syntax.name)) {
      throw new RulesSyntaxError(
        syntax.position,
        `Function ${syntax.name} is declared twice in this block.`,
      );
    }
    const entry: FunctionEntry = { syntax, scope: this, compiled: null, isBeingCompiled: false };
    this.#functions.set(syntax.name, entry);
    return entry;
  }

  variable(name: string): Compiled | undefined {
    return this.#variables.get(name) ?? this.#parent?.variable(name);
  }

  function(name: string): FunctionEntry | undefined {
    return this.#functions.get(name) ?? this.#parent?.function(name);
  }

  requireVariable(name: string, position: Position): Compiled {
    const found = this.variable(name);
    if (found) return found;
    const hint = this.function(name) ? `: call it as ${name}()` : "";
    throw new RulesSyntaxError(position, `There is no variable ${name} here${hint}.`);
  }
}
