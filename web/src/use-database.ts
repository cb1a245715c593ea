import { createContext, use, useCallback, useEffect, useRef, useState } from "react";
import type { z } from "zod";
import type { CollectionQuery, Database, DatabaseError, Snapshot } from "./database.ts";

export const DatabaseContext = createContext<Database | null>(null);

export function useDatabase(): Database {
  const database = use(DatabaseContext);
  if (!database) throw new Error("No database here: the page is outside its provider.");
  return database;
}

export type Loadable<T> =
  | { state: "loading" }
  | { state: "ready"; value: T }
  | { state: "error"; error: DatabaseError; retry: () => void };

/** Listens to a query while the component is shown. Null: not yet. */
export function useCollection<S extends z.ZodType>(
  query: CollectionQuery<S> | null,
): Loadable<Snapshot<z.output<S>>> {
  const database = useDatabase();
  const latest = useRef(query);
  latest.current = query;
  return useWatch<Snapshot<z.output<S>>>(query && queryKey(query), (next, error) => {
    if (!latest.current) return () => {};
    return database.watchCollection(latest.current, { next, error });
  });
}

/** Listens to a document while the component is shown; its value is null when there is none. */
export function useDocument<S extends z.ZodType>(
  path: string | null,
  schema: S,
): Loadable<z.output<S> | null> {
  const database = useDatabase();
  return useWatch<z.output<S> | null>(path, (next, error) =>
    path ? database.watchDocument(path, schema, { next, error }) : () => {},
  );
}

function useWatch<T>(
  key: string | null,
  start: (next: (value: T) => void, error: (error: DatabaseError) => void) => () => void,
): Loadable<T> {
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<{ key: string; seen: Loadable<T> }>();
  const starting = useRef(start);
  starting.current = start;
  const retry = useCallback(() => {
    setHeld(undefined);
    setAttempt((previous) => previous + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` listens anew after an error.
  useEffect(() => {
    if (key === null) return;
    return starting.current(
      (value) => setHeld({ key, seen: { state: "ready", value } }),
      (error) => setHeld({ key, seen: { state: "error", error, retry } }),
    );
  }, [key, attempt, retry]);
  return held && held.key === key ? held.seen : { state: "loading" };
}

export function queryKey(query: CollectionQuery): string {
  const { path, where, orderBy, limit } = query;
  return JSON.stringify([path, where, orderBy, limit]);
}
