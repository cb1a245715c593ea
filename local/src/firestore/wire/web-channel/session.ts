import { randomUUID } from "node:crypto";
import { FirestoreError } from "../../errors.ts";
import type { Caller } from "../../protocol.ts";
import type { Backend } from "../backend.ts";
import { parseJson } from "../http-exchange.ts";
import { readListenRequest, readWriteRequest } from "../json/streams.ts";
import { ListenStream } from "../listen/stream.ts";
import { describeError, errorBody, readMessage } from "../status.ts";
import { WriteStream } from "../write-stream.ts";
import { BackChannel } from "./back-channel.ts";
import { ForwardChannel } from "./forward-channel.ts";

/** A session without an open GET is given up after so long. */
const ABSENCE_MS_MAX = 60_000;

export type StreamKind = "Listen" | "Write";

export interface SessionOptions {
  backend: Backend;
  kind: StreamKind;
  authorization: string | undefined;
  mayBePage: boolean;
  onEnd(session: Session): void;
}

interface Stream {
  receive(message: unknown): void;
  close(): void;
}

/** One browser stream: Firestore's own stream between a forward and a back channel. */
export class Session {
  readonly id = randomUUID();
  readonly back: BackChannel;
  readonly #options: SessionOptions;
  readonly #forward: ForwardChannel;
  readonly #opening: Promise<void>;
  #stream: Stream | null = null;
  #isEnded = false;
  #absence: NodeJS.Timeout | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.back = new BackChannel(0, {
      onAttached: () => this.#stopWaiting(),
      onDetached: () => this.#startWaiting(),
      onOverflow: () => this.#fail(overflow()),
    });
    this.#forward = new ForwardChannel((message) => this.#deliver(message));
    this.#opening = this.#open();
    this.#startWaiting();
  }

  receive(offset: number, messages: string[]): void {
    try {
      this.#forward.receive(offset, messages);
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#stream?.close();
    this.#options.onEnd(this);
    this.back.close();
    this.#stopWaiting();
  }

  async #open(): Promise<void> {
    const { backend, kind, authorization, mayBePage } = this.#options;
    try {
      const caller = await backend.authenticate(authorization, { mayBePage });
      if (!this.#isEnded)
        this.#stream = kind === "Listen" ? this.#listen(caller) : this.#write(caller);
    } catch (error) {
      this.#fail(error);
    }
  }

  #deliver(message: string): void {
    void this.#opening.then(() => {
      try {
        this.#stream?.receive(parseJson(message));
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  #listen(caller: Caller): Stream {
    const { dispatcher, report } = this.#options.backend;
    const send = (response: unknown) => this.back.push([response]);
    const fail = (error: unknown) => this.#fail(error);
    const stream = new ListenStream({ dispatcher, caller, report, send, fail });
    return {
      receive: (message) => stream.receive(readMessage(() => readListenRequest(message))),
      close: () => stream.close(),
    };
  }

  #write(caller: Caller): Stream {
    const stream = new WriteStream({
      engine: this.#options.backend.engine,
      caller,
      send: (response) => this.back.push([response]),
      fail: (error) => this.#fail(error),
    });
    return {
      receive: (message) => stream.receive(readMessage(() => readWriteRequest(message))),
      close: () => stream.close(),
    };
  }

  /** The browser is told why and ends the session itself. */
  #fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#stream?.close();
    this.#stream = null;
    this.back.push([errorBody(describeError(error, this.#options.backend.report))]);
  }

  #startWaiting(): void {
    if (this.#isEnded) return;
    this.#stopWaiting();
    this.#absence = setTimeout(() => this.end(), ABSENCE_MS_MAX);
    this.#absence.unref();
  }

  #stopWaiting(): void {
    if (this.#absence !== null) clearTimeout(this.#absence);
    this.#absence = null;
  }
}

function overflow(): FirestoreError {
  return new FirestoreError(
    "RESOURCE_EXHAUSTED",
    "More waits for this stream than is kept for one.",
  );
}
