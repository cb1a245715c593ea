import type { DatabaseSync } from "node:sqlite";
import { IndexJournal, type Mutation } from "./index-journal.ts";
import { IndexTable } from "./index-table.ts";
import { SortedEntries } from "./sorted-entries.ts";

/** One entry found by a scan: its key, a character a byte, and the row id of its document. */
export type Entry = [key: string, document: number];

export interface KeyRange {
  /** Inclusive. */
  from: string;
  /** Exclusive. */
  to: string;
}

/** Recent entries that make the table worth a visit: enough that neighbours go to the same pages. */
const RECENT_MAX = 50_000;
const DRAIN_MIN = 64;

/**
 * The index entries of all documents. A commit's entries go to memory and, as one row, to a journal; they reach the ordered
 * table later, sorted, a slice with each group commit: a table page is then written once for many entries, and a document
 * that changes again soon is written once.
 */
export class IndexStore {
  readonly #table: IndexTable;
  readonly #journal: IndexJournal;
  #recent = new SortedEntries();
  /** The recent entries of before, on their way into the table. */
  #draining: { entries: SortedEntries; journalId: number; at: string } | null = null;
  #journalId: number;
  /** Of the running group: its mutations, and what each replaced. */
  #mutations: Mutation[] = [];
  #replaced: [key: string, document: number | undefined][] = [];
  #drainedTo: string | null = null;
  #isCleared = false;
  readonly #recentMax: number;

  constructor(database: DatabaseSync, recentMax = RECENT_MAX) {
    this.#table = new IndexTable(database);
    this.#journal = new IndexJournal(database);
    this.#recentMax = recentMax;
    this.#journalId = this.#replay();
  }

  put(key: string, document: number): void {
    this.#set(key, document);
  }

  remove(key: string): void {
    this.#set(key, 0);
  }

  /** Last in every group: what the group did becomes durable with it. */
  save(): void {
    const count = this.#mutations.length;
    if (count > 0) this.#journalId = this.#journal.append(this.#mutations);
    if (this.#draining !== null) this.#drain(2 * count + DRAIN_MIN);
  }

  /** The group is on disk. */
  keep(): void {
    this.#isCleared = false;
    this.#mutations = [];
    this.#replaced = [];
    if (this.#draining !== null && this.#drainedTo !== null) {
      if (this.#drainedTo === "") this.#draining = null;
      else this.#draining.at = this.#drainedTo;
    }
    this.#drainedTo = null;
    if (this.#draining === null && this.#recent.size > this.#recentMax) {
      this.#draining = { entries: this.#recent, journalId: this.#journalId, at: "" };
      this.#recent = new SortedEntries();
    }
  }

  /** The group was rolled back. */
  drop(): void {
    for (const [key, document] of this.#replaced.reverse()) {
      if (document === undefined) this.#recent.delete(key);
      else this.#recent.set(key, document);
    }
    if (this.#isCleared) this.#replay();
    this.#isCleared = false;
    this.#mutations = [];
    this.#replaced = [];
    this.#drainedTo = null;
  }

  /** Empties the journal into the table; inside a SQL transaction that no group runs in. */
  settle(): void {
    for (const entries of [this.#draining?.entries, this.#recent]) {
      for (const [key, document] of entries?.walk("", END, false) ?? []) {
        this.#table.set(key, document);
      }
    }
    this.#journal.trim(this.#journalId);
    this.#draining = null;
    this.#recent = new SortedEntries();
  }

  /** Past the journal; only after `settle`, in its SQL transaction. */
  putInTable(key: string, document: number): void {
    this.#table.set(key, document);
  }

  /** Removes from the table; only after `settle`. */
  removeRange(range: KeyRange): void {
    this.#table.removeRange(range);
  }

  /** Removes every entry, as part of the running group. */
  clear(): void {
    this.#table.removeRange({ from: "", to: END });
    this.#journal.trim(Number.MAX_SAFE_INTEGER);
    this.#mutations = [];
    this.#replaced = [];
    this.#draining = null;
    this.#recent = new SortedEntries();
    this.#isCleared = true;
  }

  isEmpty(range: KeyRange): boolean {
    return this.scan(range, false, 1).length === 0;
  }

  scan(range: KeyRange, isReverse: boolean, limit: number): Entry[] {
    const newest = this.#recent.walk(range.from, range.to, isReverse);
    const newer = this.#draining?.entries.walk(range.from, range.to, isReverse);
    const recent = newer === undefined ? newest : overlay(newest, newer, isReverse);
    const first = recent.next();
    if (first.done) return this.#table.scan(range, isReverse, limit);
    const all = overlay(
      prepended(first.value, recent),
      this.#walkTable(range, isReverse, limit),
      isReverse,
    );
    const found: Entry[] = [];
    for (const entry of all) {
      if (entry[1] === 0) continue;
      found.push(entry);
      if (found.length === limit) break;
    }
    return found;
  }

  #replay(): number {
    this.#draining = null;
    this.#recent = new SortedEntries();
    return this.#journal.replay(([key, document]) => this.#recent.set(key, document));
  }

  #set(key: string, document: number): void {
    this.#mutations.push([key, document]);
    this.#replaced.push([key, this.#recent.set(key, document)]);
  }

  #drain(limit: number): void {
    const draining = this.#draining;
    if (draining === null) return;
    let count = 0;
    for (const [key, document] of draining.entries.walk(draining.at, END, false)) {
      this.#drainedTo = key;
      if (count++ === limit) return;
      this.#table.set(key, document);
    }
    this.#drainedTo = "";
    this.#journal.trim(draining.journalId);
  }

  *#walkTable(range: KeyRange, isReverse: boolean, batchSize: number): Generator<Entry> {
    let rest = range;
    while (true) {
      const batch = this.#table.scan(rest, isReverse, batchSize);
      yield* batch;
      const last = batch.at(-1)?.[0];
      if (last === undefined || batch.length < batchSize) return;
      rest = isReverse ? { from: rest.from, to: last } : { from: successor(last), to: rest.to };
    }
  }
}

/** After every key. */
const END = "\u{ff}\u{ff}\u{ff}\u{ff}";

/** The smallest key after this one. */
export function successor(key: string): string {
  return `${key}\0`;
}

function* prepended(first: Entry, rest: Generator<Entry>): Generator<Entry> {
  yield first;
  yield* rest;
}

/** Two walks in key order as one; of two entries with one key, the upper. */
function* overlay(
  upper: Generator<Entry>,
  lower: Generator<Entry>,
  isReverse: boolean,
): Generator<Entry> {
  let above = upper.next();
  let below = lower.next();
  while (!above.done || !below.done) {
    if (above.done) {
      if (below.done) return;
      yield below.value;
      below = lower.next();
      continue;
    }
    const isSame = !below.done && below.value[0] === above.value[0];
    const isAbove = below.done || isSame || above.value[0] < below.value[0] !== isReverse;
    if (isSame) below = lower.next();
    if (isAbove) {
      yield above.value;
      above = upper.next();
    } else if (!below.done) {
      yield below.value;
      below = lower.next();
    }
  }
}
