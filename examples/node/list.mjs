// list.mjs: prints every message, newest first, page after page.
import { call } from "./handset.mjs";

let cursor = null;
do {
  const query = new URLSearchParams({ limit: "2", ...(cursor && { cursor }) });
  const page = await call("GET", `/messages?${query}`);
  for (const { id, status } of page.data) console.log(id, status);
  cursor = page.next_cursor;
} while (cursor !== null);
