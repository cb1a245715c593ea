import type { Engine } from "../../engine.ts";
import { FirestoreError, STATUS } from "../../errors.ts";
import type { Caller } from "../../protocol.ts";
import type { ListenRequest, ListenResponse, ListenTarget } from "../messages.ts";
import { checkDatabase } from "../resource.ts";
import { describeError, type ReportError } from "../status.ts";
import { tokenExpiry } from "../token-expiry.ts";
import { type Announcement, announce } from "./announcement.ts";
import type { Dispatcher, Subscriber } from "./dispatcher.ts";
import { encodeResumeToken, type Moment } from "./resume-token.ts";
import { LiveTarget } from "./target.ts";

export interface ListenStreamOptions {
  dispatcher: Dispatcher;
  caller: Caller;
  send(response: ListenResponse): void;
  /** Ends the stream: its caller's token has expired. */
  fail(error: unknown): void;
  report: ReportError;
}

const TARGETS_MAX = 1000;

/** One Listen stream, whatever carries it: targets come and go, the changes of all of them leave in commit order. */
export class ListenStream implements Subscriber {
  readonly caller: Caller;
  readonly #dispatcher: Dispatcher;
  readonly #options: ListenStreamOptions;
  readonly #targets = new Map<number, LiveTarget>();
  readonly #expiry: ReturnType<typeof tokenExpiry>;
  #readTime = "";

  constructor(options: ListenStreamOptions) {
    this.#options = options;
    this.caller = options.caller;
    this.#expiry = tokenExpiry(options.caller, Date.now());
    this.#dispatcher = options.dispatcher;
    this.#dispatcher.addStream(this);
  }

  get engine(): Engine {
    return this.#dispatcher.engine;
  }

  /** Throws what ends the stream; what concerns one target alone is told to it. */
  receive(request: ListenRequest): void {
    checkDatabase(this.engine.projectId, request.database);
    if (request.addTarget !== undefined) this.#add(request.addTarget);
    if (request.removeTarget !== undefined) this.#remove(request.removeTarget);
  }

  close(): void {
    this.#dispatcher.removeStream(this);
    for (const target of this.#targets.values()) this.#dispatcher.unsubscribe(target);
    this.#targets.clear();
  }

  publish(moment: Moment): void {
    const announcements: Announcement[] = [];
    for (const [targetId, target] of this.#targets) {
      try {
        for (const change of target.takeChanges()) announcements.push({ targetId, change });
      } catch (error) {
        this.#drop(targetId, error);
      }
    }
    if (announcements.length === 0) return;
    this.engine.counters.reads += announcements.filter(
      ({ change }) => change.shown !== null,
    ).length;
    for (const message of announce(announcements, moment.commitTime)) this.#options.send(message);
    this.#tellMoment(moment);
  }

  keepAlive(moment: Moment, now: number): void {
    try {
      this.#expiry.check(now);
    } catch (error) {
      this.close();
      this.#options.fail(error);
      return;
    }
    for (const [targetId, target] of this.#targets) {
      try {
        target.recheckAccess(moment.version);
      } catch (error) {
        this.#drop(targetId, error);
      }
    }
    if (this.#targets.size > 0) this.#tellMoment(moment);
  }

  #add(request: ListenTarget): void {
    const targetId = request.targetId || Math.max(0, ...this.#targets.keys()) + 1;
    if (this.#targets.has(targetId)) {
      throw new FirestoreError("INVALID_ARGUMENT", `Target id ${targetId} is in use already.`);
    }
    try {
      if (this.#targets.size >= TARGETS_MAX) {
        throw new FirestoreError(
          "RESOURCE_EXHAUSTED",
          `A stream has ${TARGETS_MAX} targets at most.`,
        );
      }
      const target = new LiveTarget(this, request);
      this.#targets.set(targetId, target);
      this.#dispatcher.subscribe(target);
      this.#dispatcher.whenReached(target.version, () => {
        if (this.#targets.get(targetId) === target) this.#introduce(targetId, target, request);
      });
    } catch (error) {
      this.#drop(targetId, error);
    }
  }

  #introduce(targetId: number, target: LiveTarget, request: ListenTarget): void {
    const { send } = this.#options;
    const targetIds = [targetId];
    const { isReset, changes } = target.opening;
    send({ targetChange: { targetChangeType: "ADD", targetIds } });
    if (isReset) send({ targetChange: { targetChangeType: "RESET", targetIds } });
    const announcements = changes.map((change) => ({ targetId, change }));
    for (const message of announce(announcements, target.readTime)) send(message);
    this.#advanceReadTime(target.readTime);
    send({
      targetChange: {
        targetChangeType: "CURRENT",
        targetIds,
        resumeToken: encodeResumeToken(this.#dispatcher.moment),
        readTime: this.#readTime,
      },
    });
    this.#tellMoment(this.#dispatcher.moment);
    if (request.once === true) this.#remove(targetId);
  }

  #remove(targetId: number): void {
    this.#forget(targetId);
    this.#options.send({
      targetChange: { targetChangeType: "REMOVE", targetIds: [targetId] },
    });
  }

  #drop(targetId: number, error: unknown): void {
    this.#forget(targetId);
    const { status, message } = describeError(error, this.#options.report);
    this.#options.send({
      targetChange: {
        targetChangeType: "REMOVE",
        targetIds: [targetId],
        cause: { code: STATUS[status].grpc, message },
      },
    });
  }

  #forget(targetId: number): void {
    const target = this.#targets.get(targetId);
    if (target === undefined) return;
    this.#dispatcher.unsubscribe(target);
    this.#targets.delete(targetId);
  }

  #tellMoment(moment: Moment): void {
    this.#advanceReadTime(moment.commitTime);
    this.#options.send({
      targetChange: {
        targetChangeType: "NO_CHANGE",
        resumeToken: encodeResumeToken(moment),
        readTime: this.#readTime,
      },
    });
  }

  /** Clients demand that time never goes back on a stream. */
  #advanceReadTime(readTime: string): void {
    if (readTime > this.#readTime) this.#readTime = readTime;
  }
}
