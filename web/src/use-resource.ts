import { useCallback, useEffect, useRef, useState } from "react";

export type Resource<T> =
  | { state: "loading" }
  | { state: "ready"; value: T; reload: () => void }
  | { state: "error"; error: unknown; reload: () => void };

/** Something read once from the HTTP API, and again when `key` changes or `reload` is called. */
export function useResource<T>(key: string, read: () => Promise<T>): Resource<T> {
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<{ key: string; value: Resource<T> }>();
  const reading = useRef(read);
  reading.current = read;
  const reload = useCallback(() => setAttempt((previous) => previous + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` reads anew.
  useEffect(() => {
    let isCurrent = true;
    reading.current().then(
      (value) => isCurrent && setHeld({ key, value: { state: "ready", value, reload } }),
      (error: unknown) => {
        console.error(`Reading ${key} failed.`, error);
        if (isCurrent) setHeld({ key, value: { state: "error", error, reload } });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [key, attempt, reload]);
  return held && held.key === key ? held.value : { state: "loading" };
}
