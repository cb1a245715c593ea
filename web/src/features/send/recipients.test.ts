import { beforeAll, describe, expect, test } from "vitest";
import { loadNumberReader, type ReadNumber } from "../../sms/number-reader.ts";
import { toBatches } from "./batches.ts";
import { checkRows, splitNumbers } from "./recipients.ts";

let read: ReadNumber;
beforeAll(async () => {
  read = await loadNumberReader();
});

const rowsOf = (...typed: string[]) => typed.map((number) => ({ typed: number, text: "Hi" }));

describe("splitNumbers", () => {
  test("takes lines, commas and semicolons, and leaves blanks inside a number alone", () => {
    expect(splitNumbers("+1 415 555 0123, +44 20 7946 0011;\n\n 0176 1234567")).toEqual([
      "+1 415 555 0123",
      "+44 20 7946 0011",
      "0176 1234567",
    ]);
  });
});

describe("checkRows", () => {
  test("reads numbers as people write them", () => {
    const rows = checkRows(rowsOf("+1 (415) 555-0123", "0044 20 7946 0011"), read, null);
    expect(rows.map((row) => row.to)).toEqual(["+14155550123", "+442079460011"]);
    expect(rows.map((row) => row.problem)).toEqual([null, null]);
  });

  test("understands a national form only where the account has a country", () => {
    expect(checkRows(rowsOf("415 555 0123"), read, "US")[0]?.to).toBe("+14155550123");
    expect(checkRows(rowsOf("415 555 0123"), read, null)[0]?.problem).toBe(
      "Begin with + and the country",
    );
  });

  test("sends a text to a number once, however the number is written", () => {
    const rows = checkRows(rowsOf("+14155550123", "+1 415-555-0123"), read, null);
    expect(rows.map((row) => row.problem)).toEqual([
      null,
      "The same text to this number stands above",
    ]);
  });

  test("counts recipients once before any text is written", () => {
    const wanted = ["+14155550123", "+1 415-555-0123", "+12"].map((typed) => ({ typed, text: "" }));
    expect(checkRows(wanted, read, null, true).map((row) => row.problem)).toEqual([
      null,
      "The same text to this number stands above",
      "Not a phone number",
    ]);
  });

  test.each([
    ["a number that is none", { typed: "+12", text: "Hi" }, "Not a phone number"],
    ["a row without a number", { typed: "", text: "Hi" }, "No number"],
    ["a row without a text", { typed: "+14155550123", text: "  " }, "No text"],
    [
      "a text that the API would refuse",
      { typed: "+14155550123", text: "a".repeat(1601) },
      "Longer than 1600 characters",
    ],
  ])("refuses %s", (_, row, problem) => {
    expect(checkRows([row], read, null)[0]?.problem).toBe(problem);
  });
});

describe("toBatches", () => {
  const row = (to: string | null, text: string, problem: string | null = null) => ({
    typed: to ?? "",
    to,
    text,
    problem,
  });

  test("joins equal texts in calls of at most a hundred, and leaves out what is refused", () => {
    const same = Array.from({ length: 150 }, (_, i) => row(`+1415555${1000 + i}`, "Hi"));
    const batches = toBatches([
      ...same,
      row("+14155550001", "Other"),
      row(null, "Hi", "No number"),
    ]);
    expect(batches.map((batch) => [batch.text, batch.recipients.length])).toEqual([
      ["Hi", 100],
      ["Hi", 50],
      ["Other", 1],
    ]);
  });
});
