import { randomUUID } from "node:crypto";
import type { Engine } from "../engine.ts";
import { FirestoreError } from "../errors.ts";
import type { Caller, Timestamp } from "../protocol.ts";
import type { WriteRequest, WriteResponse } from "./messages.ts";
import { checkDatabase } from "./resource.ts";
import { parseTimestamp } from "./timestamp.ts";
import { tokenExpiry } from "./token-expiry.ts";

export interface WriteStreamOptions {
  engine: Engine;
  caller: Caller;
  send(response: WriteResponse): void;
  /** Ends the stream: what was sent after a refused batch must not be applied. */
  fail(error: unknown): void;
}

/** One Write stream, whatever carries it: batches are committed and answered in the order they came. */
export class WriteStream {
  readonly #options: WriteStreamOptions;
  readonly #expiry: ReturnType<typeof tokenExpiry>;
  #isOpen = false;
  #isEnded = false;
  #answered = 0;
  #commitTime: Timestamp = "";
  #queue: Promise<void> = Promise.resolve();

  constructor(options: WriteStreamOptions) {
    this.#options = options;
    this.#expiry = tokenExpiry(options.caller, Date.now());
  }

  receive(request: WriteRequest): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#isEnded) return;
      try {
        this.#expiry.check(Date.now());
        this.#options.send(this.#isOpen ? await this.#commit(request) : this.#open(request));
      } catch (error) {
        this.#isEnded = true;
        this.#options.fail(error);
      }
    });
  }

  /** Resolves once all that was received is answered. */
  drain(): Promise<void> {
    return this.#queue;
  }

  close(): void {
    this.#isEnded = true;
  }

  #open(request: WriteRequest): WriteResponse {
    checkDatabase(this.#options.engine.projectId, request.database);
    if (request.writes.length > 0) {
      throw new FirestoreError("INVALID_ARGUMENT", "The first message of a stream has no writes.");
    }
    this.#isOpen = true;
    return { streamId: randomUUID(), streamToken: this.#nextToken() };
  }

  async #commit({ writes }: WriteRequest): Promise<WriteResponse> {
    if (writes.length === 0) {
      const commitTime = this.#commitTime || (parseTimestamp(new Date().toISOString()) ?? "");
      return { streamToken: this.#nextToken(), commitTime };
    }
    const { engine, caller } = this.#options;
    const { writeResults, commitTime } = await engine.commit({ writes }, caller);
    this.#commitTime = commitTime;
    return { streamToken: this.#nextToken(), writeResults, commitTime };
  }

  #nextToken(): string {
    this.#answered += 1;
    return Buffer.from(String(this.#answered)).toString("base64");
  }
}
