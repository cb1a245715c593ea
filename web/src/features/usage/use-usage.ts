import { UsageList } from "@handset/functions/schema/api/billing.ts";
import { paths } from "@handset/functions/schema/paths.ts";
import { dayOf, daysBefore, Usage } from "@handset/functions/schema/usage.ts";
import { useEffect } from "react";
import { parsed, useApi } from "../../api.ts";
import { useNow } from "../../ui/relative-time.tsx";
import { useCollection } from "../../use-database.ts";
import { useResource } from "../../use-resource.ts";

const RECOUNT_MS = 60_000;

/**
 * One small document a day, live: what was sent stands in it with each send. What became of it the server counts when it is asked; the
 * counts come back through the documents.
 */
export function useUsage(accountId: string, dayCount: number) {
  const api = useApi();
  const today = dayOf(new Date(useNow()));
  const from = daysBefore(today, dayCount - 1);
  const documents = useCollection({
    path: paths.usage(accountId),
    schema: Usage,
    where: [["day", ">=", from]],
    orderBy: [["day", "asc"]],
    limit: dayCount + 1,
  });
  const counting = useResource(`usage ${accountId} ${from}`, () =>
    parsed(UsageList, api.call("listUsage", { query: { from, to: today } }, { accountId })),
  );
  const recount = counting.state === "loading" ? null : counting.reload;
  useEffect(() => {
    if (!recount) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") recount();
    }, RECOUNT_MS);
    return () => clearInterval(timer);
  }, [recount]);
  return { documents, counting, today };
}
