import type { z } from "zod";

/** What to write instead, for whoever called: zod's own words name types. A message that a schema has of its own goes before. */
export function remedyOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "Give this field: it is required.";
      return TYPES[issue.expected] ?? AS_DESCRIBED;
    case "invalid_value":
      return `Give one of these: ${issue.values.map(String).join(", ")}.`;
    case "invalid_format":
      return FORMATS[issue.format] ?? AS_DESCRIBED;
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "not_multiple_of":
      return `Give a multiple of ${issue.divisor}.`;
    case "unrecognized_keys":
      return "There is no such field. Check its spelling or leave it out.";
    case "invalid_key":
      return ["This name does not do.", ...issue.issues.map(({ message }) => message)].join(" ");
    case "invalid_element":
    case "invalid_union":
    case "custom":
      return AS_DESCRIBED;
  }
}

const AS_DESCRIBED = "Write it as /api/v1/openapi.json describes it.";

const TYPES: Record<string, string> = {
  string: "Give a text.",
  number: "Give a number.",
  int: "Give a whole number.",
  boolean: "Give true or false.",
  array: "Give a list.",
  object: "Give an object.",
  record: "Give an object.",
};

const FORMATS: Record<string, string> = {
  date: "Give a day, such as 2026-11-22.",
  datetime: "Give a time with its offset, such as 2026-11-22T08:10:00Z.",
  email: "Give an e-mail address, such as ada@example.com.",
  url: "Give an address, such as https://example.com/.",
};

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>) {
  if (origin === "string") {
    return minimum === 1 ? "Write something: it is empty." : `Give ${minimum} characters or more.`;
  }
  if (origin === "array") return minimum === 1 ? "Give at least one." : `Give at least ${minimum}.`;
  return inclusive ? `Give ${minimum} or more.` : `Give more than ${minimum}.`;
}

function tooBig({
  origin,
  maximum,
  inclusive,
  input,
}: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>) {
  if (origin === "string") {
    return `Shorten it to ${maximum} characters: it has ${String(input).length}.`;
  }
  if (origin === "array") return `Give at most ${maximum}.`;
  return inclusive ? `Give ${maximum} or less.` : `Give less than ${maximum}.`;
}
