import type { DatabaseSync, StatementSync } from "node:sqlite";

/** A key set to a document's row, or removed (0). */
export type Mutation = [key: string, document: number];

/** What the index table still lacks, on disk: one row a group commit, replayed when the database opens. */
export class IndexJournal {
  readonly #append: StatementSync;
  readonly #read: StatementSync;
  readonly #trim: StatementSync;

  constructor(database: DatabaseSync) {
    this.#append = database.prepare("INSERT INTO index_journal (mutations) VALUES (?)");
    this.#read = database.prepare("SELECT id, mutations FROM index_journal ORDER BY id");
    this.#trim = database.prepare("DELETE FROM index_journal WHERE id <= ?");
  }

  append(mutations: Mutation[]): number {
    return Number(this.#append.run(encode(mutations)).lastInsertRowid);
  }

  /** All that is kept, oldest first. */
  replay(apply: (mutation: Mutation) => void): number {
    let last = 0;
    for (const row of this.#read.all()) {
      for (const mutation of decode(Buffer.from(row.mutations as Uint8Array))) apply(mutation);
      last = Number(row.id);
    }
    return last;
  }

  trim(lastId: number): void {
    this.#trim.run(lastId);
  }
}

const HEAD_BYTES = 10;

function encode(mutations: Mutation[]): Buffer {
  const size = mutations.reduce((sum, [key]) => sum + HEAD_BYTES + key.length, 0);
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [key, document] of mutations) {
    at = buffer.writeUIntBE(document, at, 6);
    at = buffer.writeUInt32BE(key.length, at);
    at += buffer.write(key, at, "latin1");
  }
  return buffer;
}

function* decode(buffer: Buffer): Generator<Mutation> {
  let at = 0;
  while (at < buffer.length) {
    const document = buffer.readUIntBE(at, 6);
    const start = at + HEAD_BYTES;
    at = start + buffer.readUInt32BE(at + 6);
    yield [buffer.toString("latin1", start, at), document];
  }
}
