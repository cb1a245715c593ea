import { RE2JS } from "re2js";
import type { Arguments, MethodTable } from "../arguments.ts";
import { compilePattern } from "../regular-expression.ts";
import { RulesBytes } from "../values.ts";

export const TEXT_METHODS: MethodTable<string> = {
  size: (text, args) => {
    args.count(0);
    return BigInt([...text].length);
  },
  /** The whole string must match. */
  matches: (text, args) => {
    args.count(1);
    return patternOf(args).testExact(text);
  },
  split: (text, args) => {
    args.count(1);
    return patternOf(args).split(text, -1);
  },
  /** The replacement is taken as it stands: `$1` is no group. */
  replace: (text, args) => {
    args.count(2);
    const replacement = args.text(1);
    return patternOf(args).matcher(text).replaceAll(RE2JS.quoteReplacement(replacement));
  },
  upper: (text, args) => {
    args.count(0);
    return text.toUpperCase();
  },
  lower: (text, args) => {
    args.count(0);
    return text.toLowerCase();
  },
  trim: (text, args) => {
    args.count(0);
    return text.trim();
  },
  toUtf8: (text, args) => {
    args.count(0);
    return new RulesBytes(Buffer.from(text, "utf8"));
  },
};

export const BYTES_METHODS: MethodTable<RulesBytes> = {
  size: ({ bytes }, args) => {
    args.count(0);
    return BigInt(bytes.length);
  },
  toBase64: ({ bytes }, args) => {
    args.count(0);
    return Buffer.from(bytes).toString("base64");
  },
  toHexString: ({ bytes }, args) => {
    args.count(0);
    return Buffer.from(bytes).toString("hex");
  },
};

function patternOf(args: Arguments): RE2JS {
  const pattern = args.text(0);
  try {
    return compilePattern(pattern);
  } catch (error) {
    throw args.fail(
      `cannot read the regular expression '${pattern}': ${error instanceof Error ? error.message : error}`,
    );
  }
}
