import { FirestoreError } from "../errors.ts";

/** Who holds locks: a transaction, or a commit that found one in its way. */
export interface LockOwner {
  /** Smaller is older; a retried transaction keeps the age of its first attempt. */
  readonly age: number;
  isExpired(): boolean;
}

export type LockOutcome = "held" | "unlocked";

interface Waiter {
  owner: LockOwner;
  path: string;
  isWrite: boolean;
  deadline: NodeJS.Timeout | null;
  resolve(outcome: LockOutcome): void;
  reject(error: FirestoreError): void;
}

interface Lock {
  holder: LockOwner;
  queue: Waiter[];
  patience: NodeJS.Timeout | null;
}

/**
 * One exclusive lock a document, granted oldest transaction first. A reader who has waited out its patience with one
 * holder reads without the lock, and its commit checks that nothing changed; a writer waits until its deadline. Whoever would
 * close a circle of waiters is refused at once.
 */
export class LockTable {
  readonly #patienceMs: number;
  readonly #timeoutMs: number;
  readonly #locks = new Map<string, Lock>();
  readonly #held = new Map<LockOwner, Set<string>>();
  readonly #waiting = new Map<LockOwner, Set<Waiter>>();

  constructor(patienceMs: number, timeoutMs: number) {
    this.#patienceMs = patienceMs;
    this.#timeoutMs = timeoutMs;
  }

  isBlocked(paths: Iterable<string>, owner: LockOwner | null): boolean {
    if (this.#locks.size === 0) return false;
    for (const path of paths) {
      const lock = this.#locks.get(path);
      if (lock === undefined || lock.holder === owner) continue;
      if (!this.#dropExpired(lock.holder)) return true;
      const next = this.#locks.get(path);
      if (next !== undefined && next.holder !== owner) return true;
    }
    return false;
  }

  /** Whether the owner holds the lock when this resolves. */
  acquire(owner: LockOwner, path: string, isWrite: boolean): LockOutcome | Promise<LockOutcome> {
    let lock = this.#locks.get(path);
    if (lock !== undefined && lock.holder !== owner && this.#dropExpired(lock.holder)) {
      lock = this.#locks.get(path);
    }
    if (lock === undefined) {
      this.#locks.set(path, { holder: owner, queue: [], patience: null });
      this.#note(owner, path);
      return "held";
    }
    if (lock.holder === owner) return "held";
    if (this.#isCircle(owner, lock)) return Promise.reject(contention());
    return this.#wait(owner, lock, path, isWrite);
  }

  /** Gives up every lock and every place in a queue. */
  release(owner: LockOwner): void {
    for (const waiter of this.#waiting.get(owner) ?? []) this.#leave(waiter).reject(contention());
    const held = this.#held.get(owner);
    this.#held.delete(owner);
    for (const path of held ?? []) this.#passOn(path);
  }

  #wait(owner: LockOwner, lock: Lock, path: string, isWrite: boolean): Promise<LockOutcome> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { owner, path, isWrite, deadline: null, resolve, reject };
      if (isWrite) {
        waiter.deadline = setTimeout(
          () => this.#leave(waiter).reject(contention()),
          this.#timeoutMs,
        );
      }
      const older = lock.queue.findLastIndex((other) => other.owner.age <= owner.age);
      lock.queue.splice(older + 1, 0, waiter);
      const waiting = this.#waiting.get(owner) ?? new Set();
      this.#waiting.set(owner, waiting.add(waiter));
      if (lock.patience === null) this.#watch(lock);
    });
  }

  /** Each holder is given its patience anew. */
  #watch(lock: Lock): void {
    if (lock.patience !== null) clearTimeout(lock.patience);
    lock.patience = null;
    if (lock.queue.length === 0) return;
    lock.patience = setTimeout(() => {
      lock.patience = null;
      if (this.#dropExpired(lock.holder)) return;
      for (const waiter of lock.queue.filter((one) => !one.isWrite)) {
        this.#leave(waiter).resolve("unlocked");
      }
      this.#watch(lock);
    }, this.#patienceMs);
  }

  #passOn(path: string): void {
    const lock = this.#locks.get(path);
    const next = lock?.queue[0];
    if (lock === undefined || next === undefined) {
      if (lock?.patience) clearTimeout(lock.patience);
      this.#locks.delete(path);
      return;
    }
    this.#leave(next);
    lock.holder = next.owner;
    this.#note(next.owner, path);
    for (const other of lock.queue.filter((one) => one.owner === next.owner)) {
      this.#leave(other).resolve("held");
    }
    this.#watch(lock);
    next.resolve("held");
  }

  #leave(waiter: Waiter): Waiter {
    if (waiter.deadline !== null) clearTimeout(waiter.deadline);
    const lock = this.#locks.get(waiter.path);
    if (lock !== undefined) lock.queue = lock.queue.filter((other) => other !== waiter);
    const waiting = this.#waiting.get(waiter.owner);
    waiting?.delete(waiter);
    if (waiting?.size === 0) this.#waiting.delete(waiter.owner);
    return waiter;
  }

  #note(owner: LockOwner, path: string): void {
    const held = this.#held.get(owner) ?? new Set();
    this.#held.set(owner, held.add(path));
  }

  #dropExpired(holder: LockOwner): boolean {
    if (!holder.isExpired()) return false;
    this.release(holder);
    return true;
  }

  /** Whether the holder, or anybody it waits for, waits for `owner`. */
  #isCircle(owner: LockOwner, lock: Lock): boolean {
    const seen = new Set<LockOwner>();
    const ahead = lock.queue.filter(
      (other) => other.owner !== owner && other.owner.age <= owner.age,
    );
    const open = [lock.holder, ...ahead.map((waiter) => waiter.owner)];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (one === owner) return true;
      if (seen.has(one)) continue;
      seen.add(one);
      for (const waiter of this.#waiting.get(one) ?? []) {
        const wanted = this.#locks.get(waiter.path);
        if (wanted === undefined) continue;
        open.push(wanted.holder);
      }
    }
    return false;
  }
}

export function contention(): FirestoreError {
  return new FirestoreError("ABORTED", "Too much contention on these documents. Please try again.");
}
