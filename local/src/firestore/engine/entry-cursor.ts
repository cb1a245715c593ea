import { type Entry, type IndexStore, type KeyRange, successor } from "./index-store.ts";

const BATCH_FIRST = 32;
const BATCH_MAX = 1024;

/** Walks the entries of one index range in either direction, batch by batch, and can leap ahead. */
export class EntryCursor {
  readonly #store: IndexStore;
  readonly #prefixLength: number;
  readonly #isReverse: boolean;
  readonly #prefix: string;
  #range: KeyRange;
  #batch: Entry[] = [];
  #at = 0;
  #batchSize = BATCH_FIRST;
  #isLastBatch = false;

  constructor(store: IndexStore, prefix: string, range: KeyRange, isReverse: boolean) {
    this.#store = store;
    this.#prefix = prefix;
    this.#prefixLength = prefix.length;
    this.#range = range;
    this.#isReverse = isReverse;
  }

  /** The row id of the document at the cursor; null at the end. */
  document(): number | null {
    this.#fill();
    return this.#batch[this.#at]?.[1] ?? null;
  }

  /** The key at the cursor without the prefix; null at the end. */
  suffix(): string | null {
    this.#fill();
    return this.#batch[this.#at]?.[0].slice(this.#prefixLength) ?? null;
  }

  advance(): void {
    this.#at++;
  }

  /** Moves on to the first entry at or past `suffix`. */
  seek(suffix: string): void {
    const last = this.#batch.at(-1)?.[0].slice(this.#prefixLength);
    if (last === undefined || this.#isBefore(last, suffix)) {
      this.#restartAt(suffix);
      return;
    }
    for (
      let now = this.suffix();
      now !== null && this.#isBefore(now, suffix);
      now = this.suffix()
    ) {
      this.#at++;
    }
  }

  #isBefore(left: string, right: string): boolean {
    return this.#isReverse ? left > right : left < right;
  }

  #restartAt(suffix: string): void {
    const key = this.#prefix + suffix;
    const isInside = key >= this.#range.from && key < this.#range.to;
    if (isInside) {
      this.#range = this.#isReverse
        ? { from: this.#range.from, to: successor(key) }
        : { from: key, to: this.#range.to };
    } else if (key < this.#range.from === this.#isReverse) {
      this.#range = { from: this.#range.from, to: this.#range.from };
    }
    this.#batch = [];
    this.#at = 0;
    this.#isLastBatch = false;
  }

  #fill(): void {
    if (this.#at < this.#batch.length || this.#isLastBatch) return;
    const previous = this.#batch.at(-1)?.[0];
    if (previous !== undefined) {
      this.#range = this.#isReverse
        ? { from: this.#range.from, to: previous }
        : { from: successor(previous), to: this.#range.to };
    }
    this.#batch = this.#store.scan(this.#range, this.#isReverse, this.#batchSize);
    this.#isLastBatch = this.#batch.length < this.#batchSize;
    this.#batchSize = Math.min(this.#batchSize * 2, BATCH_MAX);
    this.#at = 0;
  }
}

/** Row ids that stand in all cursors under one suffix, in the order of the suffixes. */
export function* intersection(cursors: EntryCursor[], isReverse: boolean): Generator<number> {
  const [first, ...others] = cursors;
  if (first === undefined) return;
  while (true) {
    const target = first.suffix();
    const document = first.document();
    if (target === null || document === null) return;
    const ahead = others.length === 0 ? target : furthest(others, target, isReverse);
    if (ahead === null) return;
    if (ahead !== target) {
      first.seek(ahead);
      continue;
    }
    yield document;
    first.advance();
  }
}

/** Moves the cursors to `target`; returns the furthest place any of them came to, null when one is at its end. */
function furthest(cursors: EntryCursor[], target: string, isReverse: boolean): string | null {
  let ahead = target;
  for (const cursor of cursors) {
    cursor.seek(ahead);
    const suffix = cursor.suffix();
    if (suffix === null) return null;
    if (isReverse ? suffix < ahead : suffix > ahead) ahead = suffix;
  }
  return ahead;
}
