import type { CommitEvent, Engine } from "../../engine.ts";
import type { DocumentChange } from "../../protocol.ts";
import type { ReportError } from "../status.ts";
import { lastMoment, type Moment } from "./resume-token.ts";
import { keysOfDocument } from "./routing.ts";

/** A live target as the dispatcher sees it. */
export interface Subscription {
  readonly keys: string[];
  /** Changes up to this version are part of what the target has already sent. */
  readonly version: number;
  readonly stream: Subscriber;
  /** Notes a change; it is told in the stream's next `publish`. */
  stage(change: DocumentChange): void;
}

export interface Subscriber {
  /** Tells what was staged, then that everything up to `moment` was told. */
  publish(moment: Moment): void;
  keepAlive(moment: Moment, now: number): void;
}

const KEEP_ALIVE_MS = 30_000;

/** Brings commits to the targets that they may concern. One for an engine, however many streams listen. */
export class Dispatcher {
  readonly engine: Engine;
  #moment: Moment;
  #pending: CommitEvent[] = [];
  #waiting: { version: number; proceed: () => void }[] = [];
  readonly #byKey = new Map<string, Set<Subscription>>();
  readonly #streams = new Set<Subscriber>();
  readonly #report: ReportError;
  readonly #stopListening: () => void;
  readonly #keepAlive: NodeJS.Timeout;
  #scheduled: NodeJS.Immediate | null = null;

  constructor(engine: Engine, report: ReportError) {
    this.engine = engine;
    this.#report = report;
    this.#moment = lastMoment(engine);
    this.#stopListening = engine.onCommit((event) => this.#receive(event));
    this.#keepAlive = setInterval(() => {
      for (const stream of this.#streams)
        this.#safely(() => stream.keepAlive(this.#moment, Date.now()));
    }, KEEP_ALIVE_MS);
    this.#keepAlive.unref();
  }

  get moment(): Moment {
    return this.#moment;
  }

  addStream(stream: Subscriber): void {
    this.#streams.add(stream);
  }

  removeStream(stream: Subscriber): void {
    this.#streams.delete(stream);
  }

  subscribe(subscription: Subscription): void {
    for (const key of subscription.keys) {
      const subscriptions = this.#byKey.get(key) ?? new Set();
      subscriptions.add(subscription);
      this.#byKey.set(key, subscriptions);
    }
  }

  unsubscribe(subscription: Subscription): void {
    for (const key of subscription.keys) {
      const subscriptions = this.#byKey.get(key);
      subscriptions?.delete(subscription);
      if (subscriptions?.size === 0) this.#byKey.delete(key);
    }
  }

  /** Runs once all commits up to `version` are told: a snapshot must not overtake its stream's other targets. */
  whenReached(version: number, proceed: () => void): void {
    if (version <= this.#moment.version) proceed();
    else this.#waiting.push({ version, proceed });
  }

  close(): void {
    this.#stopListening();
    clearInterval(this.#keepAlive);
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#byKey.clear();
    this.#streams.clear();
  }

  /** The commits of one group are told together. */
  #receive(event: CommitEvent): void {
    if (event.version <= this.#moment.version) return;
    this.#pending.push(event);
    this.#scheduled ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = null;
    const events = this.#pending;
    this.#pending = [];
    let touched = new Set<Subscriber>();
    events.forEach((event, index) => {
      for (const change of event.changes) this.#stage(change, event.version, touched);
      this.#moment = { version: event.version, commitTime: event.commitTime };
      const ready = this.#takeReady();
      if (ready.length === 0 && index < events.length - 1) return;
      for (const stream of touched) this.#safely(() => stream.publish(this.#moment));
      touched = new Set();
      for (const { proceed } of ready) this.#safely(proceed);
    });
  }

  /** One stream's trouble is not the others'. */
  #safely(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#report(error);
    }
  }

  #stage(change: DocumentChange, version: number, touched: Set<Subscriber>): void {
    for (const key of keysOfDocument(change.name)) {
      for (const subscription of this.#byKey.get(key) ?? []) {
        if (version <= subscription.version) continue;
        subscription.stage(change);
        touched.add(subscription.stream);
      }
    }
  }

  #takeReady(): { proceed: () => void }[] {
    if (this.#waiting.length === 0) return [];
    const ready = this.#waiting.filter(({ version }) => version <= this.#moment.version);
    this.#waiting = this.#waiting.filter(({ version }) => version > this.#moment.version);
    return ready;
  }
}
