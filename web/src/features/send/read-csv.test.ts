import { describe, expect, test } from "vitest";
import { guessNumberColumn, readCsv, SheetError } from "./read-csv.ts";
import { fillTemplate, unknownPlaceholders } from "./template.ts";

const file = (...parts: BlobPart[]) => new Blob(parts);

describe("readCsv", () => {
  test("finds out the separator and keeps quoted separators and line breaks", async () => {
    const sheet = await readCsv(file('Name;Phone\n"Okafor; Maya\nDr.";+14155550123\n\n'));
    expect(sheet).toEqual({
      columns: ["Name", "Phone"],
      rows: [{ Name: "Okafor; Maya\nDr.", Phone: "+14155550123" }],
    });
  });

  test("reads what old spreadsheets save, in the encoding of western Windows", async () => {
    const latin = Uint8Array.from([..."Name,Phone\nJos\xe9,1"].map((c) => c.charCodeAt(0)));
    expect((await readCsv(file(latin))).rows).toEqual([{ Name: "José", Phone: "1" }]);
  });

  test("leaves the mark out with which spreadsheets begin UTF-8", async () => {
    expect((await readCsv(file("\uFEFFPhone,Name\n1,2"))).columns).toEqual(["Phone", "Name"]);
  });

  test.each([
    ["a file without rows", "Name,Phone\n"],
    ["an empty file", ""],
    ["more rows than go out at once", `Phone\n${"+14155550123\n".repeat(5001)}`],
  ])("refuses %s", async (_, text) => {
    await expect(readCsv(file(text))).rejects.toBeInstanceOf(SheetError);
  });
});

describe("guessNumberColumn", () => {
  test("takes the column of that name", () => {
    const rows = [{ id: "4155550000", Mobile: "+14155550123" }];
    expect(guessNumberColumn({ columns: ["id", "Mobile"], rows })).toBe("Mobile");
  });

  test("takes the column that looks like numbers where no name tells", () => {
    const rows = [{ a: "Maya", b: "+1 415 555 0123" }];
    expect(guessNumberColumn({ columns: ["a", "b"], rows })).toBe("b");
  });

  test("is not misled by a name over a column without numbers", () => {
    const rows = [{ phone: "Pixel", contact: "+14155550123" }];
    expect(guessNumberColumn({ columns: ["phone", "contact"], rows })).toBe("contact");
  });
});

describe("fillTemplate", () => {
  test("fills each column, whatever the case and blanks of its name", () => {
    const row = { "First name": " Maya ", time: "10:30" };
    expect(fillTemplate("Hi {first NAME}, see you at { time }.", row)).toBe(
      "Hi Maya, see you at 10:30.",
    );
  });

  test("leaves a placeholder that no column fills, and tells of it", () => {
    expect(fillTemplate("Hi {nam}", { name: "Maya" })).toBe("Hi {nam}");
    expect(unknownPlaceholders("Hi {nam} {name}", ["Name"])).toEqual(["nam"]);
  });

  test("does not fill again what a column brought", () => {
    expect(fillTemplate("{a}", { a: "{b}", b: "secret" })).toBe("{b}");
  });
});
