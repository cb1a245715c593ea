import { FirestoreError } from "../../errors.ts";

/** Messages that may wait for an earlier one that has not come. */
const EARLY_MESSAGES_MAX = 1000;

/** Brings a browser's messages into order and drops what a retry brings again. */
export class ForwardChannel {
  #next = 0;
  readonly #early = new Map<number, unknown>();
  readonly #deliver: (message: unknown) => void;

  constructor(deliver: (message: unknown) => void) {
    this.#deliver = deliver;
  }

  receive(offset: number, messages: unknown[]): void {
    messages.forEach((message, index) => {
      const number = offset + index;
      if (number >= this.#next) this.#early.set(number, message);
    });
    while (this.#early.has(this.#next)) {
      const message = this.#early.get(this.#next);
      this.#early.delete(this.#next);
      this.#next += 1;
      this.#deliver(message);
    }
    if (this.#early.size > EARLY_MESSAGES_MAX) {
      throw new FirestoreError("RESOURCE_EXHAUSTED", "Too many messages came ahead of their turn.");
    }
  }
}
