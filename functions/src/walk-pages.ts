import type { QueryDocumentSnapshot } from "firebase-admin/firestore";
import { runAll } from "./run-all.ts";

/** About two minutes' work: what is left then is the next run's. */
const ITEMS_MAX = 20_000;
const PAGE = 200;

export interface PageRequest {
  after: QueryDocumentSnapshot | null;
  limit: number;
}

export interface Page<Item> {
  items: Item[];
  /** Where the next page begins; null: there is none. */
  next: QueryDocumentSnapshot | null;
}

/**
 * Works through all that `find` finds, a page at a time. What fails is passed over, so that it holds up nothing behind it; the first
 * failure is thrown at the end.
 */
export async function walkPages<Item>(
  find: (page: PageRequest) => Promise<Page<Item>>,
  work: (item: Item) => Promise<unknown>,
  pageSize = PAGE,
): Promise<void> {
  const failures: unknown[] = [];
  let after: QueryDocumentSnapshot | null = null;
  for (let count = 0; count < ITEMS_MAX; count += pageSize) {
    const page: Page<Item> = await find({ after, limit: pageSize });
    await runAll(page.items, work).catch((error) => failures.push(error));
    after = page.next;
    if (after === null) break;
  }
  if (failures.length > 0) throw failures[0];
}
