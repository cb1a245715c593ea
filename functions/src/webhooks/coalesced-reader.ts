/**
 * Reads for many callers at once: at most one read of a key runs, and who comes meanwhile shares the next one. So a caller never gets
 * what was read before it came, and a burst costs two reads.
 */
export function createCoalescedReader<T>(
  read: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  const running = new Map<string, { current: Promise<T>; next: Promise<T> | null }>();

  function start(key: string): Promise<T> {
    const current = read(key);
    const entry = { current, next: null };
    running.set(key, entry);
    const forget = () => {
      if (running.get(key) === entry && entry.next === null) running.delete(key);
    };
    current.then(forget, forget);
    return current;
  }

  return (key) => {
    const entry = running.get(key);
    if (entry === undefined) return start(key);
    entry.next ??= entry.current.then(
      () => start(key),
      () => start(key),
    );
    return entry.next;
  };
}
