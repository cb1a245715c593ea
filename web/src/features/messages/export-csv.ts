import type { Message } from "@handset/functions/schema/message.ts";
import type { z } from "zod";
import type { CollectionQuery, Database, Doc } from "../../database.ts";

const PAGE = 500;
export const EXPORT_MAX = 20_000;

/** Everything that a query finds, by the page. */
export async function readAll<S extends z.ZodType>(
  database: Database,
  query: CollectionQuery<S>,
  onProgress: (count: number) => void,
): Promise<Doc<z.output<S>>[]> {
  const all: Doc<z.output<S>>[] = [];
  for (;;) {
    const page = await database.readCollection({
      ...query,
      limit: PAGE,
      ...(all.length > 0 ? { after: all.at(-1)?.cursor } : {}),
    });
    all.push(...page.docs);
    onProgress(all.length);
    if (!page.isCut || page.docs.length === 0 || all.length >= EXPORT_MAX) return all;
  }
}

/** As a table, with the API's field names; a text that a spreadsheet would run as a formula is made harmless. */
export async function toCsv(messages: readonly Doc<Message>[]): Promise<string> {
  const { default: Papa } = await import("papaparse");
  return Papa.unparse(messages.map(toRow), { escapeFormulae: true, newline: "\r\n" });
}

function toRow({ id, data }: Doc<Message>) {
  return {
    id,
    created_at: data.createdAt.toISOString(),
    direction: data.direction,
    status: data.status,
    from: data.from ?? "",
    to: data.to ?? "",
    message: data.body,
    segments: data.segments,
    encoding: data.encoding,
    price: data.price / 1_000_000,
    refunded: data.refundedAt !== null,
    failure_code: data.failure?.code ?? "",
    device_id: data.deviceId,
    sim_slot: data.simSlot ?? "",
    sent_at: data.timeline.sent?.toISOString() ?? "",
    delivered_at: data.timeline.delivered?.toISOString() ?? "",
  };
}
