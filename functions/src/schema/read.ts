import type { z } from "zod";

/** A document that does not have the shape its collection promises. */
export class UnreadableDocument extends Error {
  constructor(path: string, cause: unknown) {
    super(`The document ${path} has not the expected shape.`, { cause });
    this.name = "UnreadableDocument";
  }
}

/** Parses a document's fields; `path` is named when they do not parse. */
export function readDocument<T extends z.ZodType>(
  schema: T,
  path: string,
  fields: unknown,
): z.output<T> {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw new UnreadableDocument(path, parsed.error);
  return parsed.data;
}
