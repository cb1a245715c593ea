import { useState } from "react";
import type { z } from "zod";
import type { CollectionQuery, Doc, Snapshot } from "./database.ts";
import { useAction } from "./ui/use-action.ts";
import { useCollection, useDatabase } from "./use-database.ts";

/**
 * A collection to which documents are only added, newest first: the newest live, older ones page by page as they are asked for, each read
 * once.
 */
export function useHistory<S extends z.ZodType>(query: CollectionQuery<S>) {
  const database = useDatabase();
  const loadable = useCollection(query);
  const [held, setHeld] = useState<Snapshot<z.output<S>>>();
  const [docs, setDocs] = useState<readonly Doc<z.output<S>>[]>([]);
  const [isEnd, setEnd] = useState<boolean>();
  if (loadable.state === "ready" && loadable.value !== held) {
    const newest = loadable.value.docs;
    const ids = new Set(newest.map(({ id }) => id));
    setHeld(loadable.value);
    // What new ones pushed off the newest page stays.
    setDocs([...newest, ...docs.filter(({ id }) => !ids.has(id))]);
  }
  const older = useAction(async () => {
    const page = await database.readCollection({ ...query, after: docs.at(-1)?.cursor });
    setDocs((previous) => [...previous, ...page.docs]);
    setEnd(!page.isCut);
  });
  const hasOlder = isEnd === undefined ? (held?.isCut ?? false) : !isEnd;
  return { loadable, docs, hasOlder, older };
}
