/** A document that the app's JSON reader refuses, and with it everything the document held. */
export class GsonError extends Error {
  override readonly name = "GsonError";
}

export type JsonObject = Record<string, unknown>;

const HTML_SAFE: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "=": "\\u003d",
  "'": "\\u0027",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** JSON with the escapes of Gson's HTML-safe mode. Signatures are over these bytes. */
export function toGson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&='\u2028\u2029]/g,
    (character) => HTML_SAFE[character] ?? character,
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GsonError("the body is not JSON", { cause: error });
  }
}

export function readObject(value: unknown, what: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new GsonError(`${what} is not an object`);
  }
  return value as JsonObject;
}

export function readArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new GsonError(`${what} is not an array`);
  return value;
}

/** Gson takes a number or a boolean for a string, as its text. */
export function readString(value: unknown, what: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new GsonError(`${what} is not a string`);
}

/** Gson takes a string of digits for an integer, and refuses a fraction or what does not fit. */
export function readInteger(
  value: unknown,
  what: string,
  range: { min: number; max: number },
): number | null {
  if (value === undefined || value === null) return null;
  const number =
    typeof value === "string" && /^[+-]?\d+(\.0*)?$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) {
    throw new GsonError(`${what} is not an integer`);
  }
  if (number < range.min || number > range.max) {
    throw new GsonError(`${what} is not between ${range.min} and ${range.max}`);
  }
  return number;
}

export function readBoolean(value: unknown, what: string): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toLowerCase() === "true";
  throw new GsonError(`${what} is not a boolean`);
}
