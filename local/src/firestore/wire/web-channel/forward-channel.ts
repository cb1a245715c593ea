import { FirestoreError } from "../../errors.ts";

/** What may wait for an earlier message that has not come. */
const EARLY_MESSAGES_MAX = 1000;
const EARLY_CHARACTERS_MAX = 16 * 1024 * 1024;

/** Brings a browser's messages into order and drops what a retry brings again. */
export class ForwardChannel {
  #next = 0;
  #earlyCharacters = 0;
  readonly #early = new Map<number, string>();
  readonly #deliver: (message: string) => void;

  constructor(deliver: (message: string) => void) {
    this.#deliver = deliver;
  }

  receive(offset: number, messages: string[]): void {
    for (const [index, message] of messages.entries()) {
      const number = offset + index;
      if (number < this.#next || this.#early.has(number)) continue;
      this.#early.set(number, message);
      this.#earlyCharacters += message.length;
    }
    for (let next = this.#take(); next !== undefined; next = this.#take()) this.#deliver(next);
    if (this.#early.size > EARLY_MESSAGES_MAX || this.#earlyCharacters > EARLY_CHARACTERS_MAX) {
      throw new FirestoreError("RESOURCE_EXHAUSTED", "Too much came ahead of its turn.");
    }
  }

  #take(): string | undefined {
    const message = this.#early.get(this.#next);
    if (message === undefined) return undefined;
    this.#early.delete(this.#next);
    this.#earlyCharacters -= message.length;
    this.#next += 1;
    return message;
  }
}
