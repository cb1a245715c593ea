import type { DocumentLookups } from "./document-lookups.ts";
import { RulesRuntimeError } from "./runtime-error.ts";
import type { Position } from "./syntax-tree.ts";
import type { RulesValue } from "./values.ts";

/** Production says 1,000 and not how it counts; this only keeps rules from taking the server's time. */
const OPERATIONS_MAX = 10_000;

/** One request under the rules, while it is decided. */
export class Evaluation {
  readonly request: RulesValue;
  readonly resource: RulesValue;
  readonly lookups: DocumentLookups;
  /** True while a query is proved: values may be Unknown. */
  readonly isProof: boolean;
  readonly onDebug: (value: RulesValue, at: Position) => void;
  /** What the current match block's path variables stand for. */
  variables: readonly RulesValue[] = [];
  /** Arguments and variables of the function being called. */
  frame: readonly (RulesValue | Lazy)[] = [];
  #operationCount = 0;

  constructor(options: {
    request: RulesValue;
    resource: RulesValue;
    lookups: DocumentLookups;
    isProof: boolean;
    onDebug: (value: RulesValue, at: Position) => void;
  }) {
    this.request = options.request;
    this.resource = options.resource;
    this.lookups = options.lookups;
    this.isProof = options.isProof;
    this.onDebug = options.onDebug;
  }

  countOperation(at: Position): void {
    this.#operationCount += 1;
    if (this.#operationCount > OPERATIONS_MAX) {
      throw new RulesRuntimeError("Too many expressions evaluated for one request.", at, true);
    }
  }
}

export type Compiled = (run: Evaluation) => RulesValue;

/** An argument or a `let`, evaluated when first used and once. */
export class Lazy {
  readonly #compute: Compiled;
  readonly #frame: readonly (RulesValue | Lazy)[];
  #outcome: { value: RulesValue } | { error: unknown } | null = null;

  constructor(compute: Compiled, frame: readonly (RulesValue | Lazy)[]) {
    this.#compute = compute;
    this.#frame = frame;
  }

  force(run: Evaluation): RulesValue {
    if (this.#outcome === null) {
      const callerFrame = run.frame;
      run.frame = this.#frame;
      try {
        this.#outcome = { value: this.#compute(run) };
      } catch (error) {
        this.#outcome = { error };
      } finally {
        run.frame = callerFrame;
      }
    }
    if ("error" in this.#outcome) throw this.#outcome.error;
    return this.#outcome.value;
  }
}
