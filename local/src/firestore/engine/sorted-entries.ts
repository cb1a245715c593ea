const CHUNK_MAX = 512;

interface Chunk {
  keys: string[];
  documents: number[];
}

/** Entries in key order in memory: chunks short enough that an insertion moves little. */
export class SortedEntries {
  #chunks: Chunk[] = [{ keys: [], documents: [] }];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    const at = chunk === undefined ? 0 : lowerBound(chunk.keys, key);
    return chunk?.keys[at] === key ? chunk.documents[at] : undefined;
  }

  /** Returns what was there. */
  set(key: string, document: number): number | undefined {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return undefined;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      const previous = chunk.documents[at];
      chunk.documents[at] = document;
      return previous;
    }
    chunk.keys.splice(at, 0, key);
    chunk.documents.splice(at, 0, document);
    this.#size++;
    if (chunk.keys.length > CHUNK_MAX) this.#split(index, chunk);
    return undefined;
  }

  delete(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    const at = chunk === undefined ? 0 : lowerBound(chunk.keys, key);
    if (chunk?.keys[at] !== key) return;
    chunk.keys.splice(at, 1);
    chunk.documents.splice(at, 1);
    this.#size--;
    if (chunk.keys.length === 0 && this.#chunks.length > 1) this.#chunks.splice(index, 1);
  }

  /** Entries with `from` <= key < `to`, as they are now. */
  *walk(from: string, to: string, isReverse: boolean): Generator<[string, number]> {
    let index = this.#chunkOf(isReverse ? to : from);
    let chunk = this.#chunks[index];
    let at = chunk === undefined ? 0 : lowerBound(chunk.keys, isReverse ? to : from);
    if (isReverse) at--;
    while (chunk !== undefined) {
      const key = chunk.keys[at];
      if (key === undefined) {
        index += isReverse ? -1 : 1;
        chunk = this.#chunks[index];
        at = isReverse ? (chunk?.keys.length ?? 0) - 1 : 0;
        continue;
      }
      if (isReverse ? key < from : key >= to) return;
      yield [key, chunk.documents[at] ?? 0];
      at += isReverse ? -1 : 1;
    }
  }

  /** The first chunk whose last key is not before `key`, else the last chunk. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.#chunks[middle]?.keys.at(-1);
      if (last !== undefined && last < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(index: number, chunk: Chunk): void {
    const half = chunk.keys.length >> 1;
    const right = { keys: chunk.keys.splice(half), documents: chunk.documents.splice(half) };
    this.#chunks.splice(index + 1, 0, right);
  }
}

function lowerBound(keys: string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
