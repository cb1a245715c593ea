import { useCallback, useRef, useState } from "react";

export interface Action<Arguments extends unknown[]> {
  run: (...args: Arguments) => Promise<boolean>;
  isBusy: boolean;
  error: unknown;
  clearError: () => void;
}

/** Runs something that may fail, once at a time; `run` answers whether it went well. */
export function useAction<Arguments extends unknown[]>(
  act: (...args: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(act);
  latest.current = act;
  const running = useRef(false);
  const run = useCallback(async (...args: Arguments) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await latest.current(...args);
      return true;
    } catch (cause) {
      setError(cause);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { run, isBusy, error, clearError: useCallback(() => setError(null), []) };
}
