import type { Api } from "../../api.ts";
import { readLedgerCsv } from "./actions.ts";

const PAGES_MAX = 100;

/** The whole ledger as one table, by the page; `isCut` when the oldest entries are left out. */
export async function readLedger(
  api: Api,
  accountId: string,
): Promise<{ text: string; isCut: boolean }> {
  const parts: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { text, next_cursor } = await readLedgerCsv(api, accountId, cursor);
    parts.push(page === 0 ? text : withoutTitles(text));
    if (next_cursor === null) return { text: parts.join(""), isCut: false };
    cursor = next_cursor;
  }
  return { text: parts.join(""), isCut: true };
}

const withoutTitles = (text: string) => text.slice(text.indexOf("\r\n") + 2);
