import { describe, expect, test } from "vitest";
import { toPhoneNumber } from "./phone-numbers.ts";

describe("toPhoneNumber", () => {
  test.each([
    ["E.164 as it stands", "+14155550123", null, "+14155550123"],
    ["a number that its plan calls too short", "+1234567890", null, "+1234567890"],
    ["seven digits", "+1234567", null, "+1234567"],
    ["fifteen digits", "+123456789012345", null, "+123456789012345"],
    ["an international form with spaces and brackets", " +1 (415) 555-0123 ", null, "+14155550123"],
    ["a leading 00", "0048 500 100 200", null, "+48500100200"],
    ["a national form where the country is known", "(415) 555-0123", "US", "+14155550123"],
    ["a national form of another country", "0500 100 200", "FI", "+358500100200"],
  ])("takes %s", (_name, text, country, expected) => {
    expect(toPhoneNumber(text, country)).toBe(expected);
  });

  test.each([
    ["nothing", "", null],
    ["six digits", "+123456", null],
    ["sixteen digits", "+1234567890123456", null],
    ["letters", "pizza", "US"],
    ["letters after a plus", "+1415CALLME", "US"],
    ["a number in a sentence", "call 4155550123 now", "US"],
    ["a national form where no country is known", "4155550123", null],
    ["a short code", "12345", "US"],
  ])("refuses %s", (_name, text, country) => {
    expect(toPhoneNumber(text, country)).toBeNull();
  });
});
