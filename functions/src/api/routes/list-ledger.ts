import { createRoute } from "@hono/zod-openapi";
import { toCsv } from "../../billing/csv.ts";
import { listLedger } from "../../billing/list-ledger.ts";
import { LedgerList, ListLedgerQuery } from "../../schema/api/billing.ts";
import { toApiLedgerEntry } from "../billing-resources.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { type Api, refusals, security } from "../route.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/ledger",
  operationId: "listLedger",
  summary: "List what came and went besides the messages themselves, newest first",
  tags: ["Billing"],
  security,
  request: { query: ListLedgerQuery },
  responses: {
    200: {
      description:
        "A page. As CSV, the header `Link` names the next page: it is absent on the last.",
      content: {
        "application/json": { schema: LedgerList },
        "text/csv": { schema: { type: "string" } },
      },
    },
    ...refusals("invalid_request"),
  },
});

const COLUMNS = [
  ...(["id", "type", "amount", "message_id", "payment_id", "reason"] as const),
  "created_by" as const,
  "created_at" as const,
];

export function registerListLedger(app: Api): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid("query");
    const page = await listLedger(c.get("ctx"), {
      type: query.type,
      createdAfter: toDate(query.created_after),
      createdBefore: toDate(query.created_before),
      limit: query.limit,
      after: query.cursor === undefined ? null : readCursor(query.cursor),
    });
    const data = page.entries.map(toApiLedgerEntry);
    const next = page.next === null ? null : writeCursor(page.next);
    if (query.format !== "csv" && (query.format || !prefersCsv(c.req.header("Accept")))) {
      return c.json({ data, next_cursor: next }, 200);
    }
    const url = new URL(c.req.url);
    if (next !== null) {
      url.searchParams.set("cursor", next);
      c.header("Link", `<${url.pathname}${url.search}>; rel="next"`);
    }
    c.header("Content-Disposition", 'attachment; filename="ledger.csv"');
    const rows = data.map((entry) =>
      COLUMNS.map((column) =>
        column === "created_by"
          ? [entry.created_by.type, entry.created_by.id].filter((part) => part !== null).join(":")
          : entry[column],
      ),
    );
    return c.body(toCsv([COLUMNS, ...rows]), 200, { "Content-Type": "text/csv; charset=utf-8" });
  });
}

function prefersCsv(accept: string | undefined): boolean {
  return accept?.split(",")[0]?.trim().startsWith("text/csv") ?? false;
}

function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
