import type { Services } from "../context.ts";
import { runAll } from "../run-all.ts";
import { findAccountIds } from "./store.ts";

const PAGE = 200;

/** Does `work` for every account there is, a page at a time, eight accounts at once. All are worked on, even where one fails. */
export async function walkAccounts(
  services: Pick<Services, "db">,
  work: (accountId: string) => Promise<unknown>,
): Promise<number> {
  let count = 0;
  let after: string | null = null;
  const failures: unknown[] = [];
  for (;;) {
    const ids: string[] = await findAccountIds(services.db, { after, limit: PAGE });
    await runAll(ids, work).catch((error) => failures.push(error));
    count += ids.length;
    after = ids.at(-1) ?? null;
    if (ids.length < PAGE) break;
  }
  if (failures.length > 0) throw failures[0];
  return count;
}
