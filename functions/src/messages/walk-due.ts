import { runAll } from "../run-all.ts";
import type { Due, DuePage, PageOfDue } from "./due-store.ts";

/** About two minutes' work: what is left then is the next run's. */
const MESSAGES_MAX = 20_000;
const PAGE = 200;

/**
 * Works through what is due, a page at a time. What fails is passed over, so that it holds up nothing behind it; the first failure is
 * thrown at the end.
 */
export async function walkDue(
  find: (page: Omit<PageOfDue, "at">) => Promise<DuePage>,
  work: (due: Due) => Promise<unknown>,
  pageSize = PAGE,
): Promise<void> {
  const failures: unknown[] = [];
  let after: DuePage["next"] = null;
  for (let count = 0; count < MESSAGES_MAX; count += pageSize) {
    const page = await find({ after, limit: pageSize });
    await runAll(page.due, work).catch((error) => failures.push(error));
    after = page.next;
    if (after === null) break;
  }
  if (failures.length > 0) throw failures[0];
}
