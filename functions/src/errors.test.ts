import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ERRORS } from "./errors.ts";

const page = readFileSync("docs/errors.md", "utf8");

test.each(Object.entries(ERRORS))(
  "docs/errors.md says what %s means and its status",
  (code, { status }) => {
    const [, section = ""] = page.split(`\n## ${code}\n`);
    expect(section.trimStart()).toMatch(new RegExp(`^\\*\\*${status}\\.\\*\\* \\w`));
  },
);

test("docs/errors.md explains no code that is gone", () => {
  const headings = [...page.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
  expect(headings.sort()).toEqual(Object.keys(ERRORS).sort());
});
