import { Message } from "@handset/functions/schema/message.ts";
import { describe, expect, test } from "vitest";
import { aMessage } from "../../testing/factories.ts";
import { FakeDatabase } from "../../testing/fake-database.ts";
import { readAll, toCsv } from "./export-csv.ts";

describe("the CSV export", () => {
  test("holds every message that the filters find, page after page", async () => {
    const database = new FakeDatabase();
    for (let i = 0; i < 1203; i += 1) {
      const createdAt = new Date(Date.UTC(2026, 10, 1, 0, 0, i));
      database.set(`accounts/acc_1/messages/m${i}`, aMessage({ createdAt }));
    }
    database.set("accounts/acc_1/messages/other", aMessage({ status: "failed" }));
    const all = await readAll(
      database,
      {
        path: "accounts/acc_1/messages",
        schema: Message,
        where: [["status", "==", "queued"]],
        orderBy: [["createdAt", "desc"]],
        limit: 50,
      },
      () => {},
    );
    expect(new Set(all.map((message) => message.id)).size).toBe(1203);
    expect(all[0]?.id).toBe("m1202");
  });

  test("lets no text run as a formula in a spreadsheet", async () => {
    const csv = await toCsv([
      { id: "m1", cursor: null, data: aMessage({ body: '=HYPERLINK("http://evil.example","x")' }) },
    ]);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
  });
});
