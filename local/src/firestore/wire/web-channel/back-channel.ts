import type { ServerResponse } from "node:http";
import { frame } from "./framing.ts";

/** A browser takes silence for death after one and a half times what the handshake announces. */
export const KEEP_ALIVE_MS = 30_000;
const NOOP_AFTER_MS = 25_000;
/** A response ends after so much, so that the browser acknowledges and frees what it has read. */
const RESPONSE_CHARACTERS_MAX = 1024 * 1024;
const RESPONSE_MS_MAX = 240_000;
const UNREAD_CHARACTERS_MAX = 64 * 1024 * 1024;
/** A browser parses a frame in one piece: a large answer comes in several. */
const FRAME_CHARACTERS = 128 * 1024;

export interface Poll {
  res: ServerResponse;
  /** The browser has everything up to this array. */
  acknowledged: number;
  /** A proxy holds responses back: each must end once it has brought something. */
  isLongPoll: boolean;
  timeoutMs: number | null;
}

interface Entry {
  id: number;
  json: string;
}

interface OpenPoll extends Poll {
  characters: number;
  timers: NodeJS.Timeout[];
}

export interface BackChannelEvents {
  onAttached(): void;
  onDetached(): void;
  /** The browser reads too slowly to go on. */
  onOverflow(): void;
}

/** The server's half: numbered arrays, kept until acknowledged, on whichever GET is open. */
export class BackChannel {
  readonly #events: BackChannelEvents;
  #poll: OpenPoll | null = null;
  #lastId: number;
  #lastSentId: number;
  #unread: Entry[] = [];
  #unreadCharacters = 0;
  #isFlushScheduled = false;
  #hasPolled = false;

  constructor(handshakeId: number, events: BackChannelEvents) {
    this.#lastId = handshakeId;
    this.#lastSentId = handshakeId;
    this.#events = events;
  }

  /** What each answer to the forward channel says: is a GET open, the last array sent, what is unread. */
  get status(): [number, number, number] {
    return [this.#poll === null ? 0 : 1, this.#lastSentId, this.#unreadCharacters];
  }

  push(content: unknown): void {
    this.#lastId += 1;
    const json = JSON.stringify([this.#lastId, content]);
    this.#unread.push({ id: this.#lastId, json });
    this.#unreadCharacters += json.length;
    if (this.#unreadCharacters > UNREAD_CHARACTERS_MAX) {
      this.#unread = [];
      this.#unreadCharacters = 0;
      this.#events.onOverflow();
      return;
    }
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    queueMicrotask(() => {
      this.#isFlushScheduled = false;
      this.#flush();
    });
  }

  acknowledge(id: number): void {
    while (this.#unread[0] !== undefined && this.#unread[0].id <= id) {
      this.#unreadCharacters -= this.#unread.shift()?.json.length ?? 0;
    }
  }

  /** At most one GET is live: a new one takes over. */
  attach(poll: Poll): void {
    this.#end();
    this.acknowledge(poll.acknowledged);
    this.#lastSentId = Math.max(poll.acknowledged, 0);
    const open: OpenPoll = { ...poll, characters: 0, timers: [] };
    this.#poll = open;
    this.#events.onAttached();
    open.res.on("close", () => {
      if (this.#poll === open) this.#end();
    });
    this.#startTimers(open);
    // A first byte at once keeps the browser's detection from taking a quiet stream for a buffering proxy.
    if (!this.#hasPolled && !poll.isLongPoll && this.#unread.length === 0) this.push(["noop"]);
    this.#hasPolled = true;
    this.#flush();
  }

  /** Tells the browser to drop the channel now, rather than find out by its own patience. */
  stop(): void {
    this.push(["stop"]);
    this.#flush();
  }

  close(): void {
    this.#end();
    this.#unread = [];
  }

  #startTimers(poll: OpenPoll): void {
    const { timeoutMs } = poll;
    const quietMs =
      timeoutMs === null ? NOOP_AFTER_MS : Math.max(timeoutMs * 0.8, timeoutMs - 1000);
    const timers = poll.isLongPoll
      ? [setTimeout(() => this.push(["noop"]), quietMs)]
      : [
          setInterval(() => this.push(["noop"]), Math.min(quietMs, NOOP_AFTER_MS)),
          setTimeout(() => this.#end(), timeoutMs === null ? RESPONSE_MS_MAX : quietMs),
        ];
    for (const timer of timers) timer.unref();
    poll.timers = timers;
  }

  #flush(): void {
    const poll = this.#poll;
    if (poll === null) return;
    const unsent = this.#unread.slice(Math.max(0, this.#lastSentId + 1 - this.#firstUnreadId()));
    const last = unsent.at(-1);
    if (last === undefined) return;
    this.#lastSentId = last.id;
    for (const text of framesOf(unsent)) {
      poll.res.write(text);
      poll.characters += text.length;
    }
    if (poll.isLongPoll || poll.characters > RESPONSE_CHARACTERS_MAX) this.#end();
  }

  #firstUnreadId(): number {
    return this.#unread[0]?.id ?? this.#lastId + 1;
  }

  #end(): void {
    const poll = this.#poll;
    if (poll === null) return;
    this.#poll = null;
    for (const timer of poll.timers) clearTimeout(timer);
    poll.res.end();
    this.#events.onDetached();
  }
}

function framesOf(entries: Entry[]): string[] {
  const frames: string[] = [];
  let arrays: string[] = [];
  let characters = 0;
  for (const [index, { json }] of entries.entries()) {
    arrays.push(json);
    characters += json.length;
    if (characters < FRAME_CHARACTERS && index < entries.length - 1) continue;
    frames.push(frame(`[${arrays.join(",")}]`));
    arrays = [];
    characters = 0;
  }
  return frames;
}
